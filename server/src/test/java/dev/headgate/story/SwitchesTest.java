package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.record.CallRecord;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Operators switch features while calls go on.
class SwitchesTest {
  private static final String REPLY = "/admin/v1/features/reply";
  private static final String CALL = "/v1/features/reply/completions";
  private static final String ASK = "{\"inputs\":{},\"targeting_key\":\"user-1\"}";
  private static final String CANDIDATE = "{\"serve\":\"candidate\",\"reason\":\"it is better\"}";
  private static final String KILL = "{\"killed\":true,\"reason\":\"it insults people\"}";

  @TempDir private Path directory;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private StubProvider provider;

  @BeforeEach
  void begin() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider = new StubProvider(_ -> StubProvider.whole(200, Talk.CHAT.whole("ok")));
    log.start();
    for (Logger logger : loggers()) {
      logger.setAdditive(false);
      logger.setLevel(Level.INFO);
      logger.addAppender(log);
    }
  }

  @AfterEach
  void end() throws IOException {
    for (Logger logger : loggers()) {
      logger.detachAppender(log);
      logger.setLevel(Level.OFF);
      logger.setAdditive(true);
    }
    provider.close();
  }

  private static List<Logger> loggers() {
    return Stream.of("dev.headgate.Reload", "dev.headgate.feature.Switches")
        .map(name -> (Logger) LoggerFactory.getLogger(name))
        .toList();
  }

  private String yaml(String serve, String more) {
    return """
    server: { port: 0, drain: 0s }
    providers:
      o: { kind: openai-compatible, base-url: "http://127.0.0.1:%d/v1", retries: 0 }
    features:
      reply:
        variants:
          control: { model: o/plain, prompt: prompt.md }
          candidate: { model: o/shiny, prompt: prompt.md }
        serve: %s
    %s
    """
        .formatted(provider.port(), serve, more);
  }

  private Gate gate() throws IOException {
    return Gate.in(directory).start(yaml("control", ""));
  }

  private static CallRecord called(Gate gate, int status) throws Exception {
    assertThat(gate.post(CALL, ASK).status()).isEqualTo(status);
    return gate.record();
  }

  private static JsonNode put(Gate gate, String body) throws IOException {
    Message answer = gate.admin("PUT", REPLY, body, "x-headgate-author: ann");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String error(Message answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json().at("/error/message").asString();
  }

  private List<String> said(String part) {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(part))
        .toList();
  }

  @Test
  void anOperatorsServeWinsOverTheFileFromTheNextCallOn() throws Exception {
    try (var gate = gate()) {
      assertThat(called(gate, 200).served().reason()).isEqualTo("key");

      JsonNode now = put(gate, CANDIDATE);

      assertThat(now.path("serve").asString()).isEqualTo("candidate");
      assertThat(now.path("file").asString()).isEqualTo("control");
      assertThat(now.at("/override/author").asString()).isEqualTo("ann");
      CallRecord.Served served = called(gate, 200).served();
      assertThat(served.variant()).isEqualTo("candidate");
      assertThat(served.reason()).isEqualTo("operator");
      assertThat(said("Switched: reply: serve candidate (ann, ")).hasSize(1);
    }
  }

  @Test
  void sharesAreDealtAsTheFileWouldDealThem() throws Exception {
    try (var gate = gate()) {
      put(gate, "{\"serve\":{\"control\":\"1%\",\"candidate\":\"99%\"},\"reason\":\"growing\"}");

      CallRecord.Served switched = called(gate, 200).served();
      gate.admin("DELETE", REPLY, "{\"reason\":\"done\"}");
      gate.become(yaml("{ control: 1%, candidate: 99% }", ""));
      CallRecord.Served filed = called(gate, 200).served();

      assertThat(switched.bucket()).isEqualTo(filed.bucket());
      assertThat(switched.variant()).isEqualTo(filed.variant());
      assertThat(filed.reason()).isEqualTo("key");
    }
  }

  @Test
  void aKillWinsOverBothAndARestoreTakesItBack() throws Exception {
    try (var gate = gate()) {
      put(gate, CANDIDATE);
      put(gate, KILL);
      assertThat(called(gate, 503).ending().cause()).isEqualTo("feature_disabled");
      put(gate, "{\"serve\":\"control\",\"reason\":\"try the old one\"}");
      assertThat(called(gate, 503).served().variant()).isNull();

      JsonNode now = put(gate, "{\"killed\":false,\"reason\":\"mended\"}");

      assertThat(now.has("killed")).isFalse();
      assertThat(called(gate, 200).served().variant()).isEqualTo("control");
    }
  }

  @Test
  void aKilledFeatureAnswersWithItsFallback() throws Exception {
    try (var gate =
        Gate.in(directory)
            .start(yaml("control", "").replace("serve:", "fallback: Later.\n    serve:"))) {
      put(gate, KILL);

      assertThat(called(gate, 200).served().fallback()).isEqualTo("canned");
    }
  }

  @Test
  void switchesOutliveARestartAndTheirHistoryTellsAll() throws Exception {
    try (var gate = gate()) {
      put(gate, CANDIDATE);
      put(gate, KILL);
    }
    try (var gate = gate()) {
      called(gate, 503);
      JsonNode now = gate.admin("GET", REPLY, "").json();
      assertThat(now.at("/killed/reason").asString()).isEqualTo("it insults people");
      assertThat(now.at("/override/reason").asString()).isEqualTo("it is better");

      gate.admin("DELETE", REPLY, "{\"reason\":\"over\"}");

      assertThat(called(gate, 200).served().variant()).isEqualTo("control");
      JsonNode history = gate.admin("GET", REPLY + "/history", "").json();
      assertThat(history.valueStream().map(each -> each.path("act").asString()))
          .containsExactly("release", "kill", "serve");
      assertThat(gate.admin("GET", REPLY + "/history?limit=1", "").json()).hasSize(1);
    }
    try (var gate = gate()) {
      assertThat(called(gate, 200).served().reason()).isEqualTo("key");
    }
  }

  @Test
  void aReloadThatChangesWhatIsOverriddenWarnsAndNamesWhoOverrodeIt() throws Exception {
    try (var gate = gate()) {
      put(gate, CANDIDATE);
      gate.become(yaml("{ control: 50%, candidate: 50% }", ""));

      assertThat(called(gate, 200).served().variant()).isEqualTo("candidate");
      String warning = "reply: the file now says control 50%, candidate 50%, but candidate stays";
      Await.until("the warning", () -> !said(warning).isEmpty());
      assertThat(said(warning))
          .singleElement()
          .asString()
          .contains("(ann, 20", "headgate features release reply");
      assertThat(said("Moved: ")).isEmpty();

      gate.become(yaml("control", "").replaceAll("(?m)^.*shiny.*\n", ""));
      Await.until("it", () -> !said("reply: the switch to candidate (ann, ").isEmpty());
      assertThat(called(gate, 200).served().reason()).isEqualTo("key");
      assertThat(gate.admin("GET", REPLY, "").json().path("unfit").asString())
          .contains("no variant candidate (expected: control)");
    }
  }

  @Test
  void theSwitchOfAFeatureThatIsGoneIsKeptAndShownAsStale() throws Exception {
    try (var gate = gate()) {
      put(gate, CANDIDATE);
      gate.become(yaml("control", "").replace("reply:", "other:"));

      JsonNode all = gate.admin("GET", "/admin/v1/features", "").json();
      assertThat(all.valueStream().map(each -> each.path("feature").asString()))
          .containsExactly("other", "reply");
      assertThat(all.get(1).path("stale").asBoolean()).isTrue();
      assertThat(error(gate.admin("PUT", REPLY, KILL), 404)).contains("no feature of this name");

      gate.become(yaml("control", ""));
      assertThat(called(gate, 200).served().variant()).isEqualTo("candidate");
    }
  }

  /// A trigger fails the second half of the transaction, as a disk does that is full by then.
  @Test
  void aSwitchThatCannotBeKeptIsRefusedAndNothingOfItIsDone() throws Exception {
    try (var gate = gate()) {
      put(gate, CANDIDATE);
      var second = Jdbi.create("jdbc:sqlite:" + directory.resolve("headgate-data/state.db"));
      second.useHandle(handle ->
          handle.execute(
              "CREATE TRIGGER full BEFORE INSERT ON feature_switch_log"
                  + " BEGIN SELECT RAISE(ABORT, 'disk is full'); END"));

      Message answer = gate.admin("PUT", REPLY, KILL);

      assertThat(error(answer, 503)).contains("nothing was changed");
      assertThat(answer.value("x-should-retry")).isEqualTo("true");
      assertThat(answer.value("retry-after")).isEqualTo("5");
      assertThat(said("reply could not be switched: ")).singleElement().asString().contains("full");
      assertThat(called(gate, 200).served().variant()).isEqualTo("candidate");
      second.useHandle(handle -> handle.execute("DROP TRIGGER full"));
    }
    try (var gate = gate()) {
      assertThat(called(gate, 200).served().variant()).isEqualTo("candidate");
      put(gate, KILL);
      called(gate, 503);
    }
  }

  @Test
  void hundredsOfSwitchesAtOnceLeaveTheLastOneAndAllOfThemInTheHistory() throws Exception {
    try (var gate = gate()) {
      var threads =
          IntStream.range(0, 200)
              .mapToObj(i -> Thread.ofVirtual().start(() -> flip(gate, i)))
              .toList();
      for (Thread each : threads) {
        each.join();
      }
      JsonNode history = gate.admin("GET", REPLY + "/history?limit=1000", "").json();
      JsonNode now = gate.admin("GET", REPLY, "").json();

      assertThat(history).hasSize(200);
      assertThat(now.at("/override/reason")).isEqualTo(history.get(0).path("reason"));
      String serve = now.path("serve").asString();
      Await.until("the last one", () -> serve.equals(history.get(0).path("serve").asString()));
      assertThat(called(gate, 200).served().variant()).isEqualTo(serve);
    }
  }

  private static void flip(Gate gate, int i) {
    try {
      String serve = i % 2 == 0 ? "control" : "candidate";
      put(gate, "{\"serve\":\"%s\",\"reason\":\"number %d\"}".formatted(serve, i));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                                    | not valid JSON",
        "[]                                                   | no JSON object",
        "{\"reason\":\"r\"}                                   | nothing to do",
        "{\"serve\":\"candidate\"}                            | reason: expected: why",
        "{\"serve\":\"candidate\",\"reason\":\"  \"}          | reason: expected: why",
        "{\"serve\":\"candidat\",\"reason\":\"r\"}            | did you mean candidate?",
        "{\"serve\":{\"control\":\"50%\"},\"reason\":\"r\"}   | do not add up to 100%",
        "{\"serve\":{\"control\":1},\"reason\":\"r\"}         | share of control: expected",
        "{\"serve\":7,\"reason\":\"r\"}                       | serve: expected: a variant's name",
        "{\"killed\":\"yes\",\"reason\":\"r\"}                | killed: expected: true or false",
        "{\"kill\":true,\"reason\":\"r\"}                     | kill: no such member (expected: serve, killed,",
        "{\"release\":false,\"reason\":\"r\"}                 | release: expected: true",
        "{\"release\":true,\"killed\":true,\"reason\":\"r\"}  | goes with neither",
        "{\"killed\":true,\"killed\":false,\"reason\":\"r\"}  | not valid JSON",
      })
  void whatCannotBeMeantIsRefusedWithWhatIsWrong(String body, String message) throws Exception {
    try (var gate = gate()) {
      assertThat(error(gate.admin("PUT", REPLY, body), 400)).contains(message);
      assertThat(gate.admin("GET", REPLY + "/history", "").json()).isEmpty();
      assertThat(called(gate, 200).served().variant()).isEqualTo("control");
    }
  }

  @Test
  void hostileWordsReachNoLogAndNoTable() throws Exception {
    try (var gate = gate()) {
      String reason = "'); DROP TABLE feature_switch; --\\u001b[31m\\nSwitched: forged";
      put(gate, "{\"killed\":true,\"reason\":\"" + reason + "\"}");

      assertThat(said("Switched: ")).singleElement().asString().doesNotContain("\u001b", "\n");
      assertThat(gate.admin("GET", REPLY, "").text())
          .contains("DROP TABLE")
          .doesNotContain("\\u001b");
      String long201 = "{\"killed\":true,\"reason\":\"" + "x".repeat(201) + "\"}";
      assertThat(error(gate.admin("PUT", REPLY, long201), 400)).contains("1 to 200");
      assertThat(error(gate.admin("PUT", REPLY, KILL, "x-headgate-author: " + "a".repeat(65)), 400))
          .contains("at most 64");
    }
  }

  @Test
  void anUnknownFeatureIsNamedWithThoseThatAreNear() throws Exception {
    try (var gate = gate()) {
      assertThat(error(gate.admin("PUT", "/admin/v1/features/repyl", KILL), 404))
          .contains("did you mean reply?");
      assertThat(error(gate.admin("GET", "/admin/v1/features?limt=1", ""), 400)).contains("limt");
    }
  }
}
