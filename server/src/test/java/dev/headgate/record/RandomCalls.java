package dev.headgate.record;

import dev.headgate.base.CallId;
import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.base.Trace;
import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Terms;
import dev.headgate.record.CallRecord.Asked;
import dev.headgate.record.CallRecord.Ending;
import dev.headgate.record.CallRecord.Served;
import dev.headgate.record.CallRecord.Spend;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Records of calls that a die made, hostile texts among them; the same seed makes the same but for
/// their ids.
final class RandomCalls {
  private static final List<String> TEXTS =
      List.of(
          "",
          "support-reply",
          "'; DROP TABLE call; --",
          "\u001b[2Jgone",
          "a\nb\r\nc",
          "größe 模型 🙂",
          "=1+1",
          "x".repeat(512));

  private final Random random;

  RandomCalls(long seed) {
    random = new Random(seed);
  }

  CallRecord ended(long epochMillis) {
    int count = random.nextInt(4);
    var attempts = new ArrayList<AttemptRecord>();
    for (int i = 1; i <= count; i++) {
      attempts.add(attempt(i));
    }
    boolean priced = random.nextInt(5) > 0;
    return new CallRecord(
        CallId.at(epochMillis).text(),
        epochMillis,
        trace(),
        asked(),
        served(),
        new Ending(
            Outcome.values()[random.nextInt(Outcome.values().length)],
            textOrNot(),
            200 + random.nextInt(400),
            textOrNot(),
            millis(),
            random.nextBoolean() ? millis() : null,
            random.nextBoolean() ? millis() : null),
        new Spend(
            usage(), priced ? new NanoUsd(random.nextLong(1L << 40)) : null, priced ? "p1" : null),
        attempts);
  }

  CallStart started(long epochMillis) {
    return new CallStart(
        CallId.at(epochMillis).text(),
        epochMillis,
        trace(),
        asked(),
        served(),
        1 + random.nextInt(3),
        "openai/gpt-6-luna");
  }

  private Trace trace() {
    String parent = random.nextBoolean() ? Trace.newSpan() : null;
    return new Trace(
        Trace.newSpan() + Trace.newSpan(), Trace.newSpan(), parent, random.nextBoolean(), null);
  }

  private Asked asked() {
    return new Asked(
        "chat",
        textOrNot(),
        textOrNot(),
        textOrNot(),
        textOrNot(),
        random.nextBoolean(),
        random.nextBoolean() ? random.nextInt() & 0x7ffffffe : null,
        random.nextBoolean() ? Map.of() : Map.of("tag", text()));
  }

  private Served served() {
    return new Served(
        textOrNot(),
        random.nextBoolean() ? random.nextInt(100_000) : null,
        textOrNot(),
        textOrNot(),
        textOrNot(),
        random.nextBoolean() ? random.nextInt(100_000) : null,
        List.of("openai/gpt-6-luna", text()),
        List.of(),
        "0123456789ab");
  }

  private AttemptRecord attempt(int number) {
    return new AttemptRecord(
        number,
        "openai/gpt-6-luna",
        Trace.newSpan(),
        new Terms(wordOrNot(), wordOrNot(), wordOrNot(), wordOrNot()),
        millis(),
        random.nextBoolean() ? millis() : null,
        millis(),
        random.nextBoolean() ? 200 : null,
        Outcome.values()[random.nextInt(Outcome.values().length)],
        textOrNot(),
        usage(),
        random.nextBoolean() ? cost() : null,
        textOrNot());
  }

  private Cost cost() {
    return new Cost(
        List.of(
            new Cost.Line(Unit.INPUT, random.nextLong(1_000_000), 100_000),
            new Cost.Line(Unit.OUTPUT, random.nextLong(1_000_000), 500_000)),
        text());
  }

  private Usage usage() {
    var counts = new EnumMap<Unit, Long>(Unit.class);
    for (Unit unit : Unit.values()) {
      if (random.nextInt(3) == 0) {
        counts.put(unit, random.nextInt(20) == 0 ? Long.MAX_VALUE : random.nextLong(100_000));
      }
    }
    var sources = Usage.Source.values();
    return Usage.of(counts, sources[random.nextInt(sources.length)]);
  }

  private double millis() {
    return random.nextInt(10_000_000) / 1_000.0;
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private @org.jspecify.annotations.Nullable String textOrNot() {
    return random.nextBoolean() ? text() : null;
  }

  /// As long as one can be that a provider says.
  private @org.jspecify.annotations.Nullable String wordOrNot() {
    String text = textOrNot();
    return text == null ? null : text.substring(0, Math.min(64, text.length()));
  }
}
