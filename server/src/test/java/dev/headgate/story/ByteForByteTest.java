package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client wrote arrives as it wrote it, but for the edits that the documentation lists.
@Timeout(120)
class ByteForByteTest {
  private static final int BODIES = Boolean.getBoolean("headgate.long") ? 50_000 : 1_000;
  private static final String EMBEDDINGS = "/v1/embeddings";

  @TempDir private Path directory;
  private StubProvider provider;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider = new StubProvider(ByteForByteTest::answer);
    String yaml =
        Talk.yaml(provider.port(), "retries: 0")
            + """
              mine-o: { variants: { only: { model: o/m, prompt: prompt.md } } }
              mine-a: { variants: { only: { model: a/m, prompt: prompt.md } } }
            """;
    gate = Gate.in(directory).variable("A_KEY", "key-of-a").start(yaml);
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    provider.close();
  }

  private static Talk talk(String path) {
    return path.contains("responses")
        ? Talk.RESPONSES
        : path.contains("messages") ? Talk.MESSAGES : Talk.CHAT;
  }

  /// A proper answer to whatever is asked, in one piece and with its connection kept.
  private static String answer(Message asked) {
    if (asked.path().contains("embeddings")) {
      return kept("application/json", "{\"data\":[],\"usage\":{\"prompt_tokens\":1}}");
    }
    Talk talk = talk(asked.path());
    boolean stream = asked.json().path("stream").asBoolean(false);
    return stream
        ? kept("text/event-stream", talk.content("x") + talk.end())
        : kept("application/json", talk.whole("x"));
  }

  private static String kept(String type, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(type, body.length(), body);
  }

  @Test
  void aThousandBodiesArriveWithNothingButTheirEditsChanged() throws Exception {
    try (Wire client = Wire.connect(gate.port())) {
      for (int seed = 0; seed < BODIES; seed++) {
        var random = new Random(seed);
        Talk talk = Talk.values()[random.nextInt(3)];
        var drawn = new Drawn(random.nextLong(), talk, seed % 3 == 2);
        client.send(Gate.request(talk.path, drawn.sent.getBytes(StandardCharsets.UTF_8)));
        Message answer = Message.read(client);
        assertThat(answer.status()).as("seed %d: %s", seed, drawn.sent).isEqualTo(200);
        Message asked = provider.asked();
        assertThat(asked.text()).as("seed %d: %s", seed, drawn.sent).isEqualTo(drawn.arrives);
        assertThat(asked.path()).isEqualTo(talk.upstreamPath);
        assertThat(answer.text().contains("event")).isEqualTo(drawn.streams() && talk != Talk.CHAT);
        assertThat(gate.record().usage().output()).as("seed %d", seed).isEqualTo(7);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"o/m\",\"input\":[1.50,\"a\",\"a\"],\"x\":1,\"x\":1e3}",
        "\r\n{ \"encoding_format\" :\"base64\", \"input\":\"é\\u00e9\" , \"model\": \"o/m\"}  ",
      })
  void embeddingsTooArriveAsSent(String body) throws Exception {
    assertThat(gate.post(EMBEDDINGS, body).status()).isEqualTo(200);
    assertThat(provider.asked().text()).isEqualTo(body.replace("o/m", "m"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | model | {'model':'o/m','messages':[],'model':'o/m'}",
        "/v1/chat/completions | model | {'model':'o/m','messages':[],'m\\u006fdel':'o/m'}",
        "/v1/chat/completions | messages | {'model':'o/m','messages':[],'messages':[]}",
        "/v1/chat/completions | stream | {'stream':true,'model':'o/m','messages':[],'stream':true}",
        "/v1/chat/completions | max_tokens | {'max_tokens':5,'max_tokens':100000,'model':'o/m','messages':[]}",
        "/v1/chat/completions | stream_options | {'model':'o/m','messages':[],'stream_options':null,'stream_options':{}}",
        "/v1/chat/completions | stream_options.include_usage | {'model':'o/m','messages':[],'stream_options':{'include_usage':true,'include_usage':true}}",
        "/v1/chat/completions | headgate | {'model':'o/m','messages':[],'headgate':{},'headgate':{}}",
        "/v1/chat/completions | headgate.inputs | {'model':'o/m','messages':[],'headgate':{'inputs':{},'inputs':{}}}",
        "/v1/chat/completions | user | {'model':'o/m','messages':[],'user':'a','user':'b'}",
        "/v1/responses | input | {'model':'o/m','input':'a','input':'b'}",
        "/v1/responses | max_output_tokens | {'model':'o/m','input':'a','max_output_tokens':1,'max_output_tokens':1}",
        "/v1/embeddings | model | {'model':'o/m','model':'o/m','input':'a'}",
        "/v1/messages | metadata.user_id | {'model':'a/m','messages':[],'metadata':{'user_id':'a','user_id':'b'}}",
        "/v1/messages | thinking.budget_tokens | {'model':'a/m','messages':[],'thinking':{'budget_tokens':1,'budget_tokens':2}}",
        "/v1/features/plain/completions | inputs | {'inputs':{},'inputs':{}}",
        "/v1/features/plain/completions | inputs.a | {'inputs':{'a':1,'a':1}}",
        "/v1/features/plain/completions | targeting_key | {'targeting_key':'a','targeting_key':'b'}",
      })
  void whatWeReadMayNotStandTwice(String path, String member, String body) throws Exception {
    Message answer = gate.post(path, body.replace('\'', '"'));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("duplicate_member").contains(member);
    assertThat(provider.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'stream':true,'stream_options':null",
        "'stream':true,'stream_options':{}",
        "'stream':true,'stream_options':{'include_usage':false}",
        "'stream':true,'stream_options':{'include_usage':null}",
        "'stream':null",
        "'max_tokens':null",
        "'max_completion_tokens':null",
        "'max_tokens':null,'max_completion_tokens':null",
        "'max_tokens':null,'max_completion_tokens':7",
        "'max_tokens':5000,'max_completion_tokens':null",
        "'tools':null,'n':null,'headgate':null,'user':null,'metadata':null",
      })
  void rw02NullIsAbsentAndASpliceWorksOnIt(String members) throws Exception {
    for (String model : new String[] {"o/m", "feature/mine-o"}) {
      String body = "{'model':'%s','messages':[],%s}".formatted(model, members).replace('\'', '"');
      Message answer = gate.post(Talk.CHAT.path, body);
      assertThat(answer.status()).isEqualTo(200);
      boolean stream = members.contains("'stream':true");
      assertThat(answer.value("content-type").contains("event-stream")).isEqualTo(stream);
      Message asked = provider.asked();
      for (String name : new String[] {"stream_options", "max_tokens", "max_completion_tokens"}) {
        assertThat(asked.text().split("\"" + name + "\"", -1).length).isLessThanOrEqualTo(2);
      }
      if (stream) {
        assertThat(asked.json().at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(answer.text()).doesNotContain("usage").doesNotContain("\"choices\":[]");
      }
      if (model.startsWith("feature")) {
        int cap = asked.json().path("max_tokens").asInt(Integer.MAX_VALUE);
        int other = asked.json().path("max_completion_tokens").asInt(Integer.MAX_VALUE);
        assertThat(Math.min(cap, other)).isLessThanOrEqualTo(1_024);
      }
      assertThat(gate.record().usage().output()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "-9223372036854775808",
        "1.5",
        "1e400",
        "\"100\"",
        "true",
        "[1]",
        "{}",
        "1e-1",
        "99999999999999999999",
        "2147483648",
        "1e2147483647",
        "1e-2147483648",
        "-0.1"
      })
  void rw37ACapThatIsNoCountIsRefused(String cap) throws Exception {
    String[][] cases = {
      {Talk.CHAT.path, "'model':'o/m','messages':[],'max_tokens'", "max_tokens"},
      {Talk.CHAT.path, "'model':'o/m','messages':[],'max_completion_tokens'", "max_comple"},
      {Talk.CHAT.path, "'model':'o/m','messages':[],'n'", "n"},
      {Talk.CHAT.path, "'model':'feature/mine-o','max_tokens'", "max_tokens"},
      {Talk.RESPONSES.path, "'model':'o/m','input':'x','max_output_tokens'", "max_output_tokens"},
      {Talk.MESSAGES.path, "'model':'a/m','messages':[],'max_tokens'", "max_tokens"},
    };
    for (String[] each : cases) {
      Message answer = gate.post(each[0], ("{" + each[1]).replace('\'', '"') + ":" + cap + "}");
      assertThat(answer.status()).as(each[1]).isEqualTo(400);
      assertThat(answer.text()).contains("invalid_request").contains(each[2]);
    }
    assertThat(provider.waiting()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1e3,1000,1000", "1000,1000,1000", "0,0,0", "1e5,1024,100000", "5000.0,1024,5000"})
  void rw37ACapInAnyFormIsOneNumber(String cap, int granted, int asked) throws Exception {
    String body = "{\"model\":\"feature/mine-a\",\"max_tokens\":" + cap + "}";
    Message answer = gate.post(Talk.MESSAGES.path, body);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(provider.asked().json().get("max_tokens").asInt()).isEqualTo(granted);
    boolean lowered = asked > granted;
    assertThat(answer.field("x-headgate-max-tokens-granted").isPresent()).isEqualTo(lowered);
    assertThat(gate.record().asked().cap()).isEqualTo(asked);
  }

  @Test
  void aPromptOnResponsesIsNotPutWhereTheAnswerRepeatsIt() throws Exception {
    Files.writeString(directory.resolve("prompt.md"), "# system\nTop secret.\n# user\nHi.\n");
    gate.headgate().reload();
    String body = "{\"model\":\"feature/mine-o\",\"input\":\"I say\"}";
    String last = "";
    while (!last.contains("secret")) { // until the new prompt is in force
      assertThat(gate.post(Talk.RESPONSES.path, body).status()).isEqualTo(200);
      last = provider.asked().text();
    }
    assertThat(last)
        .isEqualTo(
            "{\"model\":\"m\",\"input\":[{\"role\":\"system\",\"content\":\"Top secret.\"},"
                + "{\"role\":\"user\",\"content\":\"Hi.\"},"
                + "{\"role\":\"user\",\"content\":\"I say\"}],\"max_output_tokens\":1024}");
  }

  @Test
  void aThinkingBudgetStaysBelowALoweredCap() throws Exception {
    String body =
        "{\"model\":\"feature/mine-a\",\"max_tokens\":9000,\"thinking\":{ \"budget_tokens\":8000 }}";
    assertThat(gate.post(Talk.MESSAGES.path, body).status()).isEqualTo(200);
    assertThat(provider.asked().text()).contains("\"thinking\":{ \"budget_tokens\":1023 }");
  }

  @Test
  void streamOptionsThatMakeNoSenseAreTheVendorsAffair() throws Exception {
    for (String options : new String[] {"\"x\"", "5", "[]", "{\"include_usage\":\"yes\"}"}) {
      String body =
          "{\"model\":\"o/m\",\"messages\":[],\"stream\":true,\"stream_options\":" + options + "}";
      gate.post(Talk.CHAT.path, body);
      assertThat(provider.asked().text()).isEqualTo(body.replace("o/m", "m"));
    }
  }
}
