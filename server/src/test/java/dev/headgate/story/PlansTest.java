package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.FakeClock;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls whose plan has several targets: who is asked, in which order, and what the client gets.
@Timeout(60)
class PlansTest {
  private static final String NO = "{\"error\":{\"message\":\"no\"}}";
  private static final String TOO_LONG =
      "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}";
  private static final String JUDGED =
      "{\"error\":{\"message\":\"no\",\"code\":\"content_filter\"}}";

  @TempDir private Path directory;
  private final FakeClock clock = new FakeClock();
  private final Map<String, Integer> asked = new TreeMap<>(); // by model
  private final Map<String, String> answers = new TreeMap<>();
  private StubProvider provider;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider = new StubProvider(this::answer);
    gate =
        Gate.in(directory)
            .clock(clock)
            .random(new Random(4))
            .variable("ONE", "key-one")
            .variable("TWO", "key-two")
            .start(yaml());
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    provider.close();
  }

  private String yaml() {
    return """
    server: { port: 0, drain: 0s, negative-cache: 0s }
    providers:
      a: { kind: openai-compatible, base-url: "http://127.0.0.1:%1$d/v1", retries: 0 }
      b: { kind: openai-compatible, base-url: "http://127.0.0.1:%1$d/v1", retries: 0 }
      c: { kind: anthropic, base-url: "http://127.0.0.1:%1$d", retries: 0 }
      k:
        kind: openai-compatible
        base-url: "http://127.0.0.1:%1$d/v1"
        api-keys: { first: { secret: "${ONE}", weight: 3 }, second: { secret: "${TWO}" } }
        retries: 1
    models:
      both: { targets: [a/one, b/two] }
      across: { targets: [c/three, a/one] }
      windows: { targets: [a/one, b/two, a/four], windows: { a/one: 1000, b/two: 800, a/four: 2000 } }
      nested: { targets: [both, c/three] }
      weighted: { strategy: weighted, targets: [a/one, b/two], weights: { a/one: 3, b/two: 1 } }
      quick: { strategy: least-latency, targets: [a/one, b/two] }
      cheap: { strategy: cheapest, targets: [a/one, b/two, a/four] }
      choosy:
        targets: [a/one]
        smaller:
          short: { use: b/two, input-at-most: 90 }
          free: { use: both, tags: { tier: free } }
          feature: { use: a/four, features: [chosen] }
    prices:
      a/one: { input: $3, output: $9 }
      b/two: { input: $1, output: $2 }
    features:
      polite:
        fallback: "Sorry, not now."
        variants: { only: { model: across, prompt: prompt.md } }
      chosen: { variants: { only: { model: choosy, prompt: prompt.md } } }
    """
        .formatted(provider.port());
  }

  private String answer(Message request) {
    String model = request.text().replaceAll("(?s).*\"model\":\"([a-z]+)\".*", "$1");
    asked.merge(model, 1, Integer::sum);
    Talk talk = model.equals("three") ? Talk.MESSAGES : Talk.CHAT;
    String key = request.field("authorization").orElse("").replace("Bearer ", "");
    String said = answers.getOrDefault(model, answers.getOrDefault(key, ""));
    return said.isEmpty() ? StubProvider.whole(200, talk.whole("from " + model)) : said;
  }

  private static String chat(String model, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]%s}"
        .formatted(model, more);
  }

  private Message ask(String model) throws IOException {
    return ask(model, "");
  }

  private Message ask(String model, String more) throws IOException {
    return gate.post("/v1/chat/completions", chat(model, more));
  }

  private static List<String> tried(CallRecord record) {
    return record.attempts().stream().map(AttemptRecord::target).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403, 408, 409, 429, 500, 502, 503, 529})
  void theNextTargetAnswersForOneThatCannot(int status) throws Exception {
    answers.put("one", StubProvider.whole(status, NO));
    Message answer = ask("both");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("from two");
    assertThat(answer.value("x-headgate-provider")).isEqualTo("b");
    assertThat(answer.value("x-headgate-attempts")).isEqualTo("2");
    CallRecord record = gate.record();
    assertThat(record.ending().outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(tried(record)).containsExactly("a/one", "b/two");
    assertThat(record.attempts().getFirst().cause()).isEqualTo("provider." + status);
    assertThat(record.attempts().getFirst().next()).isEqualTo("failover");
  }

  @Test
  void rw32AnErrorInsideA200IsTheNextTargetsAffair() throws Exception {
    String[] faults = {
      StubProvider.whole(200, "{\"error\":{\"message\":\"x\",\"code\":504}}"),
      StubProvider.whole(200, "<html>log in</html>"),
      StubProvider.whole(200, ""),
      StubProvider.whole(200, "{}"),
      StubProvider.whole(200, "{\"choices\":[]}"),
      "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    };
    for (String fault : faults) {
      answers.put("one", fault);
      assertThat(ask("both").text()).as(fault).contains("from two");
      assertThat(gate.record().attempts().getFirst().cause()).as(fault).startsWith("provider.");
    }
  }

  @Test
  void aRequestThatIsAtFaultIsTheCallersAndAsksNobodyElse() throws Exception {
    answers.put("one", StubProvider.whole(400, NO));
    Message answer = ask("both");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo(NO);
    assertThat(asked).containsOnlyKeys("one");
  }

  /// Such as a model that takes no prefilled answer, behind one that is down.
  @Test
  void aFallbackThatRefusesTheRequestDoesNotMakeItTheCallersFault() throws Exception {
    answers.put("one", StubProvider.whole(503, NO));
    answers.put("two", StubProvider.whole(400, NO));
    Message answer = ask("both");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.text()).contains("provider_failed", "provider.503");
    assertThat(tried(gate.record())).containsExactly("a/one", "b/two");
  }

  @Test
  void aVerdictOnTheContentIsNeverRoutedAround() throws Exception {
    answers.put("one", StubProvider.whole(400, JUDGED));
    assertThat(ask("both").status()).isEqualTo(400);
    assertThat(asked).containsOnlyKeys("one");
  }

  @Test
  void whatIsTooLongGoesToALargerWindowAndToNoSmallerOne() throws Exception {
    answers.put("one", StubProvider.whole(400, TOO_LONG));
    Message answer = ask("windows");
    assertThat(answer.text()).contains("from four");
    assertThat(asked).containsOnlyKeys("one", "four");
    assertThat(gate.record().served().rejected())
        .containsExactly("b/two: its context window is no larger");
  }

  @Test
  void whatFitsNowhereSaysSo() throws Exception {
    answers.put("one", StubProvider.whole(400, TOO_LONG));
    answers.put("four", StubProvider.whole(400, TOO_LONG));
    Message answer = ask("windows");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("context_too_long");
  }

  @Test
  void aTargetOfAnotherLanguageIsPassedOverWithTheReason() throws Exception {
    assertThat(ask("across").text()).contains("from one");
    CallRecord record = gate.record();
    assertThat(record.served().rejected())
        .containsExactly("c/three: speaks another language than this surface");
    assertThat(record.served().plan()).containsExactly("a/one");
  }

  @Test
  void aFeatureFallsAcrossLanguagesAndThenToItsCannedAnswer() throws Exception {
    answers.put("three", StubProvider.whole(529, NO));
    assertThat(gate.post("/v1/features/polite/completions", "{}").text())
        .contains("from one", "\"fallback\":null");
    assertThat(tried(gate.record())).containsExactly("c/three", "a/one");

    answers.put("one", StubProvider.whole(500, NO));
    assertThat(gate.post("/v1/features/polite/completions", "{}").text())
        .contains("Sorry, not now.", "\"fallback\":\"canned\"");
    CallRecord record = gate.record();
    assertThat(record.ending().outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(tried(record)).containsExactly("c/three", "a/one");
  }

  @Test
  void anAliasAmongTheTargetsStandsForItsOwn() throws Exception {
    answers.put("one", StubProvider.whole(500, NO));
    assertThat(ask("nested").text()).contains("from two");
    assertThat(gate.record().served().plan()).containsExactly("a/one", "b/two");
  }

  @Test
  void fallbacksOfTheRequestComeLast() throws Exception {
    answers.put("one", StubProvider.whole(500, NO));
    answers.put("two", StubProvider.whole(500, NO));
    Message answer = ask("both", ",\"headgate\":{\"fallbacks\":[\"a/four\"]}");
    assertThat(answer.text()).contains("from four");
    assertThat(provider.asked().text()).doesNotContain("fallbacks", "headgate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a/four\"", "[1]", "[\"\"]", "{}", "[\"nobody/x\"]"})
  void fallbacksThatAreNoneAreRefused(String fallbacks) throws Exception {
    Message answer = ask("both", ",\"headgate\":{\"fallbacks\":" + fallbacks + "}");
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.text()).contains("headgate.fallbacks");
    assertThat(asked).isEmpty();
  }

  @Test
  void weightsAreKept() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      ask("weighted");
    }
    assertThat(asked.get("one")).isBetween(700, 800);
    assertThat(asked.get("two")).isEqualTo(1_000 - asked.get("one"));
  }

  @Test
  void theCheapestIsAskedFirstAndWhatHasNoPriceLast() throws Exception {
    assertThat(ask("cheap").text()).contains("from two");
    assertThat(gate.record().served().plan()).containsExactly("b/two", "a/one", "a/four");
  }

  @Test
  void aSmallerModelServesWhereARuleSaysSo() throws Exception {
    assertThat(ask("choosy").text()).contains("from two");
    assertThat(gate.record().served().rejected())
        .containsExactly("choosy: b/two serves by rule short");
    String long1 = ",\"user\":\"" + "x".repeat(90) + "\"";
    assertThat(ask("choosy", long1).text()).contains("from one");
    assertThat(gate.record().served().rejected()).isEmpty();
    String tagged = long1 + ",\"headgate\":{\"tags\":{\"tier\":\"free\"}}";
    assertThat(ask("choosy", tagged).text()).contains("from one");
    assertThat(gate.record().served().plan()).containsExactly("a/one", "b/two");
    String inputs = "{\"inputs\":{},\"targeting_key\":\"" + "x".repeat(90) + "\"}";
    gate.post("/v1/features/chosen/completions", inputs);
    assertThat(gate.record().served().target()).isEqualTo("a/four");
  }

  @Test
  void aKeyWithoutCreditRestsAndTheOtherServesAtOnce() throws Exception {
    answers.put("key-one", StubProvider.whole(402, NO));
    for (int i = 0; i < 20; i++) {
      Message answer = ask("k/five");
      assertThat(answer.status()).isEqualTo(200);
    }
    List<String> keys = Stream.generate(this::keyAsked).limit(provider.waiting()).toList();
    assertThat(keys.stream().filter("Bearer key-one"::equals).count()).isLessThanOrEqualTo(1);
    assertThat(keys).endsWith("Bearer key-two");
  }

  private String keyAsked() {
    try {
      return provider.asked().field("authorization").orElse("");
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void keysAreUsedByWeight() throws Exception {
    for (int i = 0; i < 400; i++) {
      ask("k/five");
    }
    List<String> keys = Stream.generate(this::keyAsked).limit(provider.waiting()).toList();
    assertThat(keys.stream().filter("Bearer key-one"::equals).count()).isBetween(260L, 340L);
  }

  @Test
  void aTargetWithoutCreditIsPassedOverForAMinute() throws Exception {
    answers.put("one", StubProvider.whole(402, NO));
    ask("both"); // a has no key, so nothing rests: each call finds out anew
    ask("both");
    assertThat(asked.get("one")).isEqualTo(2);
  }

  @Test
  void rw25A500ForeverIsLeftAloneAndProbedOncePerInterval() throws Exception {
    answers.put("one", StubProvider.whole(500, NO));
    for (int i = 0; i < 100; i++) {
      assertThat(ask("both").text()).contains("from two");
    }
    assertThat(asked.get("one")).isEqualTo(10);

    for (int second = 0; second < 60; second++) {
      clock.jump(1);
      ask("both");
    }
    assertThat(asked.get("one")).isEqualTo(16);
    answers.remove("one");
    clock.jump(10);
    assertThat(ask("both").text()).contains("from one");
    assertThat(ask("both").text()).contains("from one");
  }

  /// What one model has signed no other one can read.
  @Test
  void aConversationWithSignedReasoningStaysWithWhoServedIt() throws Exception {
    String first = "{\"role\":\"user\",\"content\":\"hello\"}";
    String signed =
        ",{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"signature\":\"s\"}]}"
            + ",{\"role\":\"user\",\"content\":\"go on\"}";
    answers.put("one", StubProvider.whole(503, NO));
    assertThat(say("both", first).text()).contains("from two");
    answers.remove("one");
    for (int i = 0; i < 3; i++) {
      assertThat(say("both", first + signed).text()).contains("from two");
    }
    assertThat(say("both", first).text()).as("a new conversation").contains("from one");
  }

  private Message say(String model, String messages) throws IOException {
    String ask = "{\"model\":\"%s\",\"messages\":[%s]}".formatted(model, messages);
    return gate.post("/v1/chat/completions", ask);
  }

  @Test
  void whyATargetIsPassedOverStandsInTheRecord() throws Exception {
    answers.put("one", StubProvider.whole(500, NO));
    for (int i = 0; i < 11; i++) {
      gate.forget();
      ask("both");
    }
    CallRecord record = gate.record();
    assertThat(tried(record)).containsExactly("b/two");
    assertThat(record.served().rejected())
        .containsExactly("a/one: its circuit is open: 10 of 10 attempts failed");
  }

  @Test
  void withoutAnotherTargetAnOpenCircuitIsAnHonestError() throws Exception {
    answers.put("one", StubProvider.whole(500, NO));
    for (int i = 0; i < 10; i++) {
      assertThat(ask("a/one").status()).isEqualTo(502);
    }
    Message answer = ask("a/one");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text()).contains("no_target", "its circuit is open");
    assertThat(answer.value("x-should-retry")).isEqualTo("false");
  }
}
