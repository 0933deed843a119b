package dev.headgate.scenario;

import static dev.headgate.scenario.Unmet.unless;

import dev.headgate.base.Usage;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import java.util.List;

/// What goes wrong, as fault plans of the two providers, and what a call must come to all the same.
/// `code` is that of the field's list, S01 to S24.
record Scenario(String code, String title, String primary, String fallback, Play play) {
  /// Calls on the stage, and throws `Unmet` where the gate does otherwise than it should.
  interface Play {
    void on(Stage stage, Way way) throws Exception;
  }

  /// Those of one call.
  static final List<Scenario> OF_ONE_CALL =
      List.of(
          of("S01", "429 with Retry-After, once", "request 1: status 429 retry-after 1")
              .then(Scenario::primaryAnswersAfterAWait),
          of("S02", "429 for ever", "status 429 retry-after 1").then(Scenario::fallbackAnswers),
          of("S03", "one 500", "request 1: status 500").then(Scenario::primaryAnswers),
          of("S04", "503 for ever", "status 503").then(Scenario::fallbackAnswers),
          of("S05", "TCP reset, once", "request 1: reset").then(Scenario::primaryAnswers),
          of("S06", "no answer", "silent").then(Scenario::fallbackAnswersInTime),
          of("S07", "first token after 20 s", "slow 20s").then(Scenario::fallbackAnswersInTime),
          of("S08", "cut after 40 of 60 tokens", "cut 40 reset").then(Scenario::brokenIsTold),
          of("S09", "stalls for 30 s after 20 tokens", "stall 20 30s").then(Scenario::brokenIsTold),
          of("S10", "malformed after 20 tokens", "malformed 20").then(Scenario::brokenIsTold),
          of("S11", "no terminal event", "unterminated").then(Scenario::unfinishedIsTold),
          of("S12", "context too long", "context-too-long").then(Scenario::widerOneAnswers),
          of("S13", "content filter", "content-filter").then(Scenario::notRoutedAround),
          new Scenario(
              "S14",
              "the fallback refuses the request",
              "status 503",
              "status 400",
              Scenario::firstFailureIsTold),
          of("S16", "accounting of the fallback", "status 503").then(Scenario::fallbackIsPaid),
          of("S23", "usage is missing", "no-usage").then(Scenario::usageIsEstimated));

  private static Scenario of(String code, String title, String primary) {
    return new Scenario(code, title, primary, "healthy", (_, _) -> {});
  }

  private Scenario then(Play played) {
    return new Scenario(code, title, primary, fallback, played);
  }

  void play(Way way) throws Exception {
    try (var stage = Stage.of(primary, fallback)) {
      play.on(stage, way);
    }
  }

  private static Heard answered(Stage stage, Way way) throws Exception {
    Heard heard = stage.call(way);
    unless(heard.isAnswer(), "an answer", heard);
    unless(stage.record().ending().outcome() == Outcome.ANSWERED, "a record of it", heard);
    return heard;
  }

  private static void primaryAnswers(Stage stage, Way way) throws Exception {
    Heard heard = answered(stage, way);
    unless(heard.provider().startsWith("p"), "the primary", heard.provider());
    unless(heard.attempts() == 2, "2 attempts", heard.attempts());
  }

  private static void primaryAnswersAfterAWait(Stage stage, Way way) throws Exception {
    long start = System.nanoTime();
    primaryAnswers(stage, way);
    double seconds = (System.nanoTime() - start) / 1e9;
    unless(seconds >= 1, "the wait that was asked for, 1 s", seconds + " s");
  }

  private static void fallbackAnswers(Stage stage, Way way) throws Exception {
    Heard heard = answered(stage, way);
    unless(heard.provider().startsWith("q"), "the fallback", heard.provider());
    unless(stage.primary.seen().total() <= 3, "3 attempts at most", stage.primary.seen().total());
  }

  private static void fallbackAnswersInTime(Stage stage, Way way) throws Exception {
    Heard heard = answered(stage, way);
    unless(heard.provider().startsWith("q"), "the fallback", heard.provider());
    unless(stage.primary.seen().total() == 1, "1 attempt", stage.primary.seen().total());
    unless(heard.seconds() < 11, "well before the total of 12 s", heard.seconds() + " s");
  }

  /// Content has gone out of a stream, so it is cut; of a whole answer none has.
  private static void brokenIsTold(Stage stage, Way way) throws Exception {
    if (!way.stream()) {
      fallbackAnswers(stage, way);
      return;
    }
    Heard heard = stage.call(way);
    unless(heard.isCut(), "an error in the stream and no clean end", heard);
    CallRecord record = stage.record();
    unless(record.ending().outcome() == Outcome.CUT, "a record `cut`", record.ending());
    unless(record.usage().output() >= 10, "what was delivered", record.usage());
    unless(stage.fallback.seen().total() == 0, "nobody asked again", "the fallback was");
  }

  /// In a chat the reason why it finished says that all is there.
  private static void unfinishedIsTold(Stage stage, Way way) throws Exception {
    boolean chat = way.kind() == Way.Kind.CHAT || way.kind() == Way.Kind.FEATURE;
    if (!way.stream() || chat) {
      Heard heard = stage.call(way);
      unless(heard.status() == 200 && heard.whole(), "an answer", heard);
      unless(!heard.isCut(), "no error", heard);
    } else {
      brokenIsTold(stage, way);
    }
  }

  private static void widerOneAnswers(Stage stage, Way way) throws Exception {
    Heard heard = answered(stage, way);
    unless(heard.provider().startsWith("q"), "the other model", heard.provider());
    unless(stage.primary.seen().total() == 1, "no second try", stage.primary.seen().total());
  }

  private static void notRoutedAround(Stage stage, Way way) throws Exception {
    Heard heard = stage.call(way);
    unless(heard.status() < 500, "the vendor's verdict", heard);
    unless(stage.fallback.seen().total() == 0, "nobody else asked", "the fallback was");
    unless(stage.primary.seen().total() == 1, "no second try", stage.primary.seen().total());
  }

  private static void firstFailureIsTold(Stage stage, Way way) throws Exception {
    Heard heard = stage.call(way);
    unless(heard.isError("provider_failed"), "502 for the primary's 503", heard);
    unless(heard.status() == 502, "502", heard);
    unless(stage.fallback.seen().total() == 1, "one attempt", stage.fallback.seen().total());
  }

  private static void fallbackIsPaid(Stage stage, Way way) throws Exception {
    Heard heard = stage.call(way);
    unless(heard.isAnswer(), "an answer", heard);
    CallRecord record = stage.record();
    long in = record.usage().input();
    long out = record.usage().output();
    var row = stage.fallback.meter().snapshot().rows().getFirst();
    unless(out == row.tokens().output(), "the meter's " + row.tokens(), record.usage());
    var cost = record.spend().cost();
    long due = 2_000 * in + 8_000 * out;
    unless(cost != null && cost.nanos() == due, due + " nano-dollars", String.valueOf(cost));
    unless(record.attempts().size() == 4, "three attempts and one", record.attempts().size());
  }

  private static void usageIsEstimated(Stage stage, Way way) throws Exception {
    Heard heard = stage.call(way);
    unless(heard.isAnswer(), "an answer", heard);
    Usage usage = stage.record().usage();
    unless(usage.source() == Usage.Source.ESTIMATED, "an estimate", usage);
    unless(usage.output() > 10, "about as much as was said", usage);
  }
}
