package dev.headgate.protocol;

import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;
import org.jspecify.annotations.Nullable;

/// Reads an answer that comes as server-sent events.
final class EventsReading implements Tap {
  private final Form form;
  private final Findings seen;
  private final Walk<Findings> walk;
  private final Event event = new Event();
  private @Nullable LongEvent longEvent; // under way
  private String longName = "";

  EventsReading(Form form, Findings seen) {
    this.form = form;
    this.seen = seen;
    walk = new Walk<>(form.paths(), seen);
  }

  @Override
  public Step take(byte[] bytes, int from, int to, Out out) {
    event.read(bytes, from, to);
    if (longEvent != null || event.isPart()) {
      return part(bytes, from, to);
    }
    Step step = event.hasData() ? whole() : Step.MORE;
    boolean fragment = !event.isClosed() && step != Step.LAST && !form.mayEnd(seen);
    return fragment ? Step.BROKEN : step;
  }

  private Step whole() {
    seen.nextEvent();
    seen.done = event.isDone();
    return seen.done || event.through(walk) ? step(event.name()) : Step.BROKEN;
  }

  /// A part of an event that comes in several; what it means shows when all have come.
  private Step part(byte[] bytes, int from, int to) {
    LongEvent parts = longEvent;
    if (parts == null) {
      seen.nextEvent();
      longName = event.name();
      parts = longEvent = new LongEvent(form, seen);
    }
    if (!parts.take(bytes, from, to)) {
      return Step.BROKEN;
    }
    if (!event.isClosed()) {
      return seen.content ? Step.CONTENT : Step.MORE;
    }
    longEvent = null;
    return parts.end() ? step(longName) : Step.BROKEN;
  }

  private Step step(String name) {
    seen.counted();
    if (seen.type == null) {
      seen.type = name;
    }
    if (seen.isType("error")) {
      seen.fail();
    }
    return seen.hasFailed() ? Step.BROKEN : form.step(seen);
  }

  @Override
  public Step end(Out out) {
    return longEvent == null && form.mayEnd(seen) ? Step.LAST : Step.BROKEN;
  }
}
