package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;
import dev.headgate.base.Usage;
import org.jspecify.annotations.Nullable;

/// The answer of a feature, the same whoever served it: one object, or the events `text`, `text`, …
/// and `end`, which holds all but the text.
public final class Neutral {
  private Neutral() {}

  /// Makes it of an answer of `served`, chat or messages, whose `reading` knows how it ended. An
  /// answer whose text passes 8 MB is broken, so is an event of more than 1 MB, and a blank one.
  public static Tap rendering(Surface served, boolean stream, Reading reading, Facts facts) {
    return stream ? new Events(served, reading, facts) : new Whole(served, reading, facts);
  }

  static Members whole(Facts facts, String text, Finish finish, @Nullable Members usage) {
    return end(about(facts).with("text", text), facts, finish, usage);
  }

  static Members lastEvent(Facts facts, Finish finish, @Nullable Members usage) {
    return end(about(facts), facts, finish, usage);
  }

  static Members usage(Usage usage) {
    return Members.of("input_tokens", usage.input())
        .with("output_tokens", usage.output())
        .with("cache_read_tokens", usage.cacheRead())
        .with("cache_write_tokens", usage.cacheWrite())
        .with("reasoning_tokens", usage.reasoning());
  }

  private static Members about(Facts facts) {
    return Members.of("id", facts.id())
        .with("feature", facts.feature())
        .with("variant", facts.variant())
        .with("model", facts.model());
  }

  private static Members end(Members answer, Facts facts, Finish finish, @Nullable Members usage) {
    return answer
        .with("finish_reason", finish.text())
        .with("usage", usage)
        .with("fallback", facts.fallback());
  }

  /// Whether the model said nothing at all and calls that its answer.
  public static boolean isBlank(Reading reading) {
    return reading.isEmpty() && finish(reading) == Finish.STOP;
  }

  private static Finish finish(Reading reading) {
    return reading.finish().orElse(Finish.STOP);
  }

  private static @Nullable Members usage(Reading reading) {
    Usage usage = reading.usage();
    boolean counted = usage.isKnown() && usage.source() != Usage.Source.ESTIMATED;
    return counted ? usage(usage) : null;
  }

  private static final class Whole implements Tap {
    private final Reading reading;
    private final Facts facts;
    private final Spoken spoken = new Spoken();
    private final Feed<Spoken> feed;

    Whole(Surface served, Reading reading, Facts facts) {
      this.reading = reading;
      this.facts = facts;
      feed = new Feed<>(Spoken.paths(served), spoken, Spoken.LONGEST + 1);
    }

    @Override
    public Step take(byte[] bytes, int from, int to, Out out) {
      return feed.take(bytes, from, to) && !spoken.isTooLong() ? Step.MORE : Step.BROKEN;
    }

    @Override
    public Step end(Out out) {
      if (!feed.end() || spoken.isTooLong() || isBlank(reading)) {
        return Step.BROKEN;
      }
      byte[] answer = whole(facts, spoken.take(), finish(reading), usage(reading)).bytes();
      out.write(answer, 0, answer.length);
      return Step.LAST;
    }
  }

  private static final class Events implements Tap {
    private final Reading reading;
    private final Facts facts;
    private final Spoken spoken = new Spoken();
    private final Walk<Spoken> walk;
    private final Event event = new Event();

    Events(Surface served, Reading reading, Facts facts) {
      this.reading = reading;
      this.facts = facts;
      walk = new Walk<>(Spoken.paths(served), spoken);
    }

    @Override
    public Step take(byte[] bytes, int from, int to, Out out) {
      event.read(bytes, from, to);
      if (event.isPart()) {
        return Step.BROKEN;
      }
      event.through(walk);
      String text = spoken.take();
      if (!text.isEmpty()) {
        byte[] event =
            ("event: text\ndata: {\"text\":" + Json.quoted(text) + "}\n\n").getBytes(UTF_8);
        out.write(event, 0, event.length);
      }
      return Step.MORE;
    }

    @Override
    public Step end(Out out) {
      if (isBlank(reading)) {
        return Step.BROKEN;
      }
      lastEvent(facts, finish(reading), usage(reading)).event("end", out);
      return Step.LAST;
    }
  }
}
