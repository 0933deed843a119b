package dev.headgate.protocol;

import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;

/// Reads an answer that comes as server-sent events.
final class EventsReading implements Tap {
  private final Form form;
  private final Findings seen;
  private final Walk<Findings> walk;
  private final Event event = new Event();

  EventsReading(Form form, Findings seen) {
    this.form = form;
    this.seen = seen;
    walk = new Walk<>(form.paths(), seen);
  }

  @Override
  public Step take(byte[] bytes, int from, int to, Out out) {
    event.read(bytes, from, to);
    Step step = event.hasData() ? step() : Step.MORE;
    boolean fragment = !event.isClosed() && step != Step.LAST && !form.mayEnd(seen);
    return fragment ? Step.BROKEN : step;
  }

  private Step step() {
    seen.nextEvent();
    seen.done = event.isDone();
    if (!seen.done && !event.through(walk)) {
      return Step.BROKEN;
    }
    seen.counted();
    if (seen.type == null) {
      seen.type = event.name();
    }
    if (seen.isType("error")) {
      seen.fail();
    }
    return seen.hasFailed() ? Step.BROKEN : form.step(seen);
  }

  @Override
  public Step end(Out out) {
    return form.mayEnd(seen) ? Step.LAST : Step.BROKEN;
  }
}
