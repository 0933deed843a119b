package dev.headgate.protocol;

import dev.headgate.base.Head;
import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;
import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an answer as its head says: events, one whole value, an error, or nothing that was asked
/// for.
final class AnswerReading implements Reading {
  private static final Paths<Findings> ERRORS = Form.errors();
  private static final Usage NOTHING = Usage.of(Map.of(), Source.ESTIMATED);

  /// Of a string in a whole answer, no more is kept than this, in bytes.
  private static final int LONGEST_STRING = 16 * 1024;

  /// How much is read of what nobody asked for.
  private static final int UNASKED = 64 * 1024;

  private final Form form;
  private final boolean stream;
  private final Findings seen = new Findings();
  private final long requestBytes;
  private @Nullable Tap body; // once the head is known
  private boolean refused;
  private boolean over;

  AnswerReading(Form form, boolean stream, long requestBytes) {
    this.form = form;
    this.stream = stream;
    this.requestBytes = requestBytes;
  }

  @Override
  public void head(Head head) {
    refused = head.status() / 100 != 2;
    if (head.status() >= 400) {
      body = new Failed();
    } else if (head.status() / 100 == 2 && head.isEventStream() == stream) {
      body = expected();
    } else {
      body = new Unasked();
    }
  }

  private Tap expected() {
    return stream ? new EventsReading(form, seen) : new Whole();
  }

  @Override
  public Step take(byte[] bytes, int from, int to, Out out) {
    return noted(body().take(bytes, from, to, out));
  }

  @Override
  public Step end(Out out) {
    return noted(body().end(out));
  }

  private Step noted(Step step) {
    over |= step == Step.LAST;
    return step;
  }

  private Tap body() {
    if (body == null) {
      body = expected();
    }
    return body;
  }

  @Override
  public Usage usage() {
    boolean estimated = over && form.isBilled() && !refused && !seen.isCounted();
    return estimated ? atLeastAsEstimated(told()) : told();
  }

  /// The provider's own word.
  private Usage told() {
    Usage told = form.usage(seen.counts);
    return seen.terms.isMixed() ? told.estimated() : told;
  }

  @Override
  public Usage usageSoFar() {
    Usage told = told();
    if (over || !form.isBilled()) {
      return usage();
    }
    boolean free = !told.isKnown() && !seen.isBegun() && (refused || seen.hasFailed());
    return free ? NOTHING : atLeastAsEstimated(told);
  }

  /// What the provider said of the input is true from the beginning; of the output it grows.
  private Usage atLeastAsEstimated(Usage told) {
    Usage estimate = seen.estimate(requestBytes);
    long input = seen.counts.haveInput() ? 0 : estimate.input();
    long output = Math.max(0, estimate.output() - told.output());
    return told.plus(Usage.ofText(input, 0, 0, output, 0, Source.ESTIMATED));
  }

  @Override
  public Terms terms() {
    return seen.terms.terms();
  }

  @Override
  public Optional<Finish> finish() {
    return seen.finish();
  }

  @Override
  public Optional<VendorError> error() {
    return seen.error();
  }

  @Override
  public boolean isEmpty() {
    return seen.isEmpty();
  }

  @Override
  public long nextSequence() {
    return seen.sequence;
  }

  /// The answer in one JSON value.
  private final class Whole implements Tap {
    private final Feed<Findings> feed =
        new Feed<>(form.paths(), seen, LONGEST_STRING, seen.said::unseen);

    @Override
    public Step take(byte[] bytes, int from, int to, Out out) {
      return feed.take(bytes, from, to) ? Step.MORE : Step.BROKEN;
    }

    @Override
    public Step end(Out out) {
      boolean whole = feed.end() && !seen.hasFailed() && form.isWhole(seen);
      seen.counted();
      return whole ? Step.LAST : Step.BROKEN;
    }
  }

  /// The body of an error status, complete whatever it is.
  private final class Failed implements Tap {
    private final Feed<Findings> feed = new Feed<>(ERRORS, seen, LONGEST_STRING);
    private boolean readable = true;

    @Override
    public Step take(byte[] bytes, int from, int to, Out out) {
      readable = readable && feed.take(bytes, from, to);
      return Step.MORE;
    }

    @Override
    public Step end(Out out) {
      return Step.LAST;
    }
  }

  /// A redirect, no body, events in the place of a value, or the other way round; of use only where
  /// it is an error, or tells what is billed all the same.
  private final class Unasked implements Tap {
    private final Feed<Findings> feed = new Feed<>(form.paths(), seen, LONGEST_STRING);
    private int size;

    @Override
    public Step take(byte[] bytes, int from, int to, Out out) {
      size += to - from;
      return size <= UNASKED && feed.take(bytes, from, to) ? Step.MORE : Step.BROKEN;
    }

    @Override
    public Step end(Out out) {
      return Step.BROKEN;
    }
  }
}
