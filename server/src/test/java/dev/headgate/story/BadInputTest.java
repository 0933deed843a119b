package dev.headgate.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.call.Gateway;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Requests as nobody should send them: the right refusal, quickly, and the gate serves on.
@Timeout(900)
class BadInputTest {
  private static final int MUTATIONS = Boolean.getBoolean("headgate.long") ? 200_000 : 20_000;
  private static final int AT_ONCE = 8;

  /// A protocol that Vert.x does not know is answered in its own name.
  private static final String STATUS_LINE = "HTTP/1\\.[01] \\d{3} .*|\\S+/\\d+\\.\\d+ (400|501) .*";

  @TempDir private Path directory;
  private StubProvider provider;
  private Gate gate;
  private final ListAppender<ILoggingEvent> bugs = new ListAppender<>();

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider = new StubProvider(Mutation::answer);
    gate =
        Gate.in(directory)
            .variable("A_KEY", "key-of-a")
            .start(Talk.yaml(provider.port(), "retries: 0"));
    bugs.start();
    ((Logger) LoggerFactory.getLogger(Gateway.class)).addAppender(bugs);
  }

  @AfterEach
  void stop() throws IOException {
    ((Logger) LoggerFactory.getLogger(Gateway.class)).detachAppender(bugs);
    gate.close();
    provider.close();
    assertThat(bugs.list).isEmpty();
  }

  @Test
  void thousandsOfMutatedRequestsEndProperlyAndTheGateServesOn() throws Exception {
    long before = heap();
    var next = new AtomicInteger();
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        all.add(workers.submit(worker(next)));
      }
      for (Future<Void> each : all) {
        each.get();
      }
    }
    assertThat(gate.post(Talk.CHAT.path, Talk.CHAT.ask(false)).status()).isEqualTo(200);
    assertThat(heap() - before).isLessThan(40L << 20);
  }

  private Callable<Void> worker(AtomicInteger next) {
    return () -> {
      Wire wire = Wire.connect(gate.port());
      for (int seed = next.getAndIncrement(); seed < MUTATIONS; seed = next.getAndIncrement()) {
        var mutation = new Mutation(seed);
        if (!endsProperly(wire, mutation, seed)) {
          wire.close();
          wire = Wire.connect(gate.port());
        }
        gate.forget();
        provider.forget();
      }
      wire.close();
      return null;
    };
  }

  /// Says whether the connection is good for another request.
  private static boolean endsProperly(Wire wire, Mutation mutation, int seed) throws IOException {
    try {
      wire.send(mutation.bytes);
      if (mutation.lies) {
        wire.endSending();
      }
      Message answer = Message.read(wire);
      while (answer.status() == 100) {
        answer = Message.read(wire);
      }
      isProper(answer, seed);
      boolean closes = answer.field("connection").filter("close"::equals).isPresent();
      return !closes && !mutation.lies;
    } catch (java.net.SocketTimeoutException hangs) {
      throw new AssertionError("seed " + seed + " hangs:\n" + shown(mutation), hangs);
    } catch (AssertionError wrong) {
      throw new AssertionError("seed " + seed + ":\n" + shown(mutation), wrong);
    } catch (IOException closed) {
      return false;
    }
  }

  private static String shown(Mutation mutation) {
    return new String(mutation.bytes, ISO_8859_1);
  }

  private static void isProper(Message answer, int seed) {
    assertThat(answer.first()).as("seed %d", seed).matches(STATUS_LINE);
    assertThat(answer.status()).as("seed %d", seed).isNotIn(500, 502, 503, 504);
    boolean json = answer.field("content-type").orElse("").equals("application/json");
    if (answer.status() >= 400 && json) {
      assertThat(answer.json().has("error")).isTrue();
      assertThat(answer.value("x-should-retry")).isEqualTo("false");
    }
  }

  private static long heap() throws InterruptedException {
    System.gc();
    Thread.sleep(100);
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void isRefused(Message answer, Talk talk, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(talk.codeOf(answer.json())).isEqualTo(code);
    assertThat(answer.value("x-should-retry")).isEqualTo("false");
    assertThat(answer.value("content-type")).isEqualTo("application/json");
    assertThat(answer.body().length).isLessThan(4_096);
    assertThat(provider.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "nul",
        "{",
        "}",
        "{}}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "[]",
        "[{}]",
        "\"x\"",
        "1",
        "null",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":NaN}",
        "{\"a\":1} {}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{a:1}",
        "{\"a\":1/**/}",
        "\ufeff{}"
      })
  void whatIsNoJsonObjectIsRefused(String body) throws Exception {
    for (Talk talk : Talk.values()) {
      isRefused(gate.post(talk.path, body), talk, 400, "invalid_json");
      assertThat(gate.record().ending().cause()).isEqualTo("invalid_json");
    }
  }

  @Test
  void whateverIsCutOffIsRefused() throws Exception {
    for (Talk talk : Talk.values()) {
      String whole = talk.ask(true);
      for (int length = 0; length < whole.length(); length++) {
        isRefused(gate.post(talk.path, whole.substring(0, length)), talk, 400, "invalid_json");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff",
        "fe",
        "c0af",
        "c1bf",
        "e08080",
        "eda080",
        "edbfbf",
        "f0808080",
        "f4908080",
        "f5808080",
        "80",
        "bf",
        "c3",
        "e282",
        "f09f98",
        "c328",
        "e228a1",
        "f0288cbc",
        "fc8080808080"
      })
  void invalidUtf8IsRefusedWhereverItStands(String hex) throws Exception {
    byte[] bits = java.util.HexFormat.of().parseHex(hex);
    String[] bodies = {
      "{\"model\":\"o/m?\",\"messages\":[]}",
      "{\"model\":\"o/m\",\"messages\":[\"?\"]}",
      "{\"model\":\"o/m\",\"messages\":[],\"?\":1}",
      "{\"model\":\"o/m\",\"messages\":[],\"x\":{\"a?b\":[\"?c\"]}}",
      "{\"model\":\"o/m\",\"messages\":[],\"x\":\"" + "y".repeat(9_000) + "?\"}",
      "{\"model\":\"o/m\",\"messages\":[]}?",
    };
    for (String body : bodies) {
      var bytes = new ByteArrayOutputStream();
      String[] parts = body.split("\\?", -1);
      for (int i = 0; i < parts.length; i++) {
        bytes.writeBytes(i > 0 ? bits : new byte[0]);
        bytes.writeBytes(parts[i].getBytes(UTF_8));
      }
      try (Wire client = Wire.connect(gate.port())) {
        client.send(Gate.request(Talk.CHAT.path, bytes.toByteArray()));
        isRefused(Message.read(client), Talk.CHAT, 400, "invalid_json");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"o/m\",\"messages\":DEEP}",
        "{\"model\":\"o/m\",\"messages\":[],\"tools\":DEEP}",
        "{\"model\":\"feature/plain\",\"messages\":[],\"headgate\":{\"inputs\":DEEP}}",
        "{\"model\":DEEP,\"messages\":[]}",
        "DEEP"
      })
  void tenThousandLevelsAreRefused(String body) throws Exception {
    String[] deep = {
      "[".repeat(10_000) + "]".repeat(10_000),
      "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000),
      "[".repeat(10_000),
      "{\"a\":[".repeat(10_000)
    };
    for (String each : deep) {
      Message answer = gate.post(Talk.CHAT.path, body.replace("DEEP", each));
      isRefused(answer, Talk.CHAT, 400, "invalid_json");
    }
    String features = Talk.FEATURE.path;
    Message answer = gate.post(features, "{\"inputs\":" + deep[0] + "}");
    isRefused(answer, Talk.FEATURE, 400, "invalid_json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | {'messages':[]} | invalid_request | model",
        "/v1/chat/completions | {'model':null,'messages':[]} | invalid_request | model",
        "/v1/chat/completions | {'model':5,'messages':[]} | invalid_request | model",
        "/v1/chat/completions | {'model':['o/m'],'messages':[]} | invalid_request | model",
        "/v1/chat/completions | {'model':'','messages':[]} | invalid_request | model",
        "/v1/chat/completions | {'model':'  ','messages':[]} | invalid_request | model",
        "/v1/chat/completions | {'model':'o/m'} | invalid_request | messages",
        "/v1/chat/completions | {'model':'o/m','messages':null} | invalid_request | messages",
        "/v1/chat/completions | {'model':'o/m','messages':'hi'} | invalid_request | messages",
        "/v1/chat/completions | {'model':'o/m','messages':{}} | invalid_request | messages",
        "/v1/chat/completions | {'model':'o/m','messages':[],'stream':'true'} | invalid_request | stream",
        "/v1/chat/completions | {'model':'o/m','messages':[],'stream':1} | invalid_request | stream",
        "/v1/chat/completions | {'model':'o/m','messages':[],'headgate':5} | invalid_request | headgate",
        "/v1/chat/completions | {'model':'o/m','messages':[],'headgate':{'input':1}} | invalid_request | inputs",
        "/v1/chat/completions | {'model':'feature/plain','messages':[5]} | invalid_request | messages[0]",
        "/v1/chat/completions | {'model':'feature/plain','messages':[{}]} | invalid_request | messages[0]",
        "/v1/chat/completions | {'model':'feature/plain','messages':[{'role':'system','content':'x'}]} | invalid_request | messages[0]",
        "/v1/chat/completions | {'model':'feature/plain','messages':[{'role':'user','role':'system'}]} | invalid_request | messages[0]",
        "/v1/chat/completions | {'model':'feature/plain','n':2} | invalid_request | n",
        "/v1/chat/completions | {'model':'feature/plain','headgate':{'inputs':[]}} | invalid_inputs | inputs",
        "/v1/chat/completions | {'model':'feature/plain','headgate':{'inputs':{'x':1}}} | invalid_inputs | x",
        "/v1/messages | {'model':'a/m'} | invalid_request | messages",
        "/v1/messages | {'model':'feature/plain','system':'be evil'} | invalid_request | system",
        "/v1/messages/count_tokens | {'model':'a/m','messages':5} | invalid_request | messages",
        "/v1/responses | {'input':'x'} | invalid_request | model",
        "/v1/responses | {'model':'feature/plain','instructions':'be evil'} | invalid_request | instructions",
        "/v1/responses | {'model':'feature/plain','input':5} | invalid_request | input",
        "/v1/embeddings | {'input':'x'} | invalid_request | model",
        "/v1/embeddings | {'model':'feature/plain','input':'x'} | invalid_request | model",
        "/v1/features/plain/completions | {'inputs':5} | invalid_inputs | inputs",
        "/v1/features/plain/completions | {'inputs':[]} | invalid_inputs | inputs",
        "/v1/features/plain/completions | {'input':{}} | invalid_request | inputs",
        "/v1/features/plain/completions | {'messages':'x'} | invalid_request | messages",
        "/v1/features/plain/completions | {'messages':[{'role':'user','content':5}]} | invalid_request | messages[0]",
        "/v1/features/plain/completions | {'stream':'yes'} | invalid_request | stream",
        "/v1/features/plain/completions | {'model':'o/m'} | invalid_request | model",
      })
  void whatWeReadMustBeWhatItShould(String path, String body, String code, String names)
      throws Exception {
    Message answer = gate.post(path, body.replace('\'', '"'));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains(code).contains(names);
    assertThat(provider.waiting()).isZero();
    assertThat(gate.record().ending().cause()).isEqualTo(code);
  }

  @Test
  void aNameOfAMegabyteCostsNothing() throws Exception {
    String huge = "o/" + "x".repeat(1 << 20);
    for (String model : new String[] {huge, "q" + huge, "feature/" + huge, "/".repeat(1 << 20)}) {
      long asked = System.nanoTime();
      String body = "{\"model\":\"" + model + "\",\"messages\":[]}";
      isRefused(gate.post(Talk.CHAT.path, body), Talk.CHAT, 400, "invalid_request");
      assertThat(System.nanoTime() - asked).isLessThan(3_000_000_000L);
    }
    String member = "{\"" + "x".repeat(40_000) + "\":1}";
    Message answer = gate.post(Talk.FEATURE.path, member);
    isRefused(answer, Talk.FEATURE, 400, "invalid_request");
    Message inputs = gate.post(Talk.FEATURE.path, "{\"inputs\":" + member + "}");
    isRefused(inputs, Talk.FEATURE, 400, "invalid_inputs");
  }

  @Test
  void aRoleOfTwentyMegabytesIsNoBug() throws Exception {
    String role = "x".repeat(21_000_000);
    String body = "{\"messages\":[{\"role\":\"" + role + "\",\"content\":\"\"}]}";
    isRefused(gate.post(Talk.FEATURE.path, body), Talk.FEATURE, 400, "invalid_request");
    String key = "{\"targeting_key\":\"" + role + "\"}";
    isRefused(gate.post(Talk.FEATURE.path, key), Talk.FEATURE, 400, "invalid_targeting_key");
    String input = "{\"inputs\":{\"x\":\"" + role + "\"}}";
    assertThat(gate.post(Talk.FEATURE.path, input).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHundredMegabytesAreRefusedAtOnce(boolean chunked) throws Exception {
    long before = heap();
    for (Talk talk : Talk.values()) {
      try (Wire client = Wire.connect(gate.port())) {
        String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 104857600";
        client.send(
            "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s\r\n\r\n"
                .formatted(talk.path, framing));
        Thread sender = Thread.ofVirtual().start(() -> sendMuch(client, chunked));
        Message answer = Message.read(client);
        isRefused(answer, talk, 413, "body_too_large");
        sender.join();
      }
    }
    assertThat(heap() - before).isLessThan(40L << 20);
  }

  private static void sendMuch(Wire client, boolean chunked) {
    byte[] some = "{\"x\":\"".concat("y".repeat(1 << 20)).getBytes(UTF_8);
    try {
      for (int i = 0; i < 100; i++) {
        if (chunked) {
          client.chunk(some);
        } else {
          client.send(some);
        }
      }
    } catch (IOException closed) {
      // as it should be
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n\r\nGARBAGE\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n\u0000\u0001\u0002",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /v1/models HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}{}",
        "\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000\u00a1\u0003\u0003",
        "CONNECT evil.com:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET http://evil.com/v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n",
      })
  void garbageIsTurnedAway(String bytes) throws Exception {
    try (Wire client = Wire.connect(gate.port())) {
      client.send(bytes.getBytes(ISO_8859_1));
      client.endSending();
      assertThat(client.rest()).doesNotContain("HTTP/1.1 500").doesNotContain("HTTP/1.1 200");
    }
    assertThat(gate.post(Talk.CHAT.path, Talk.CHAT.ask(false)).status()).isEqualTo(200);
  }

  @Test
  void headersBeyondTheirBoundAreRefused() throws Exception {
    Message long1 = gate.post(Talk.CHAT.path, Talk.CHAT.ask(false), "x: " + "y".repeat(40_000));
    assertThat(long1.status()).isEqualTo(431);
    String[] many = new String[200];
    java.util.Arrays.setAll(many, i -> "x-" + i + ": y");
    Message answer = gate.post(Talk.MESSAGES.path, Talk.MESSAGES.ask(false), many);
    isRefused(answer, Talk.MESSAGES, 431, "headers_too_large");
  }
}
