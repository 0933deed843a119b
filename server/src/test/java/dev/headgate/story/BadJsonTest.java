package dev.headgate.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies that are no JSON, or not the JSON that was expected: refused by name in the surface's
/// shape, and nothing goes upstream.
@Timeout(120)
class BadJsonTest {
  /// Where invalid bytes may stand, in the place of the question mark.
  private static final String[] PLACES = {
    "{\"model\":\"o/m?\",\"messages\":[]}",
    "{\"model\":\"o/m\",\"messages\":[\"?\"]}",
    "{\"model\":\"o/m\",\"messages\":[],\"?\":1}",
    "{\"model\":\"o/m\",\"messages\":[],\"x\":{\"a?b\":[\"?c\"]}}",
    "{\"model\":\"o/m\",\"messages\":[],\"x\":\"" + "y".repeat(9_000) + "?\"}",
    "{\"model\":\"o/m\",\"messages\":[]}?",
  };

  @TempDir private Path directory;
  private Guarded guarded;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    guarded = new Guarded(directory);
    gate = guarded.gate;
  }

  @AfterEach
  void stop() throws IOException {
    guarded.close();
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
      guarded.isRefused(gate.post(talk.path, body), talk, 400, "invalid_json");
      assertThat(gate.record().ending().cause()).isEqualTo("invalid_json");
    }
  }

  @Test
  void whateverIsCutOffIsRefused() throws Exception {
    for (Talk talk : Talk.values()) {
      String whole = talk.ask(true);
      for (int length = 0; length < whole.length(); length++) {
        guarded.isRefused(
            gate.post(talk.path, whole.substring(0, length)), talk, 400, "invalid_json");
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
    byte[] bits = HexFormat.of().parseHex(hex);
    for (String body : PLACES) {
      var bytes = new ByteArrayOutputStream();
      String[] parts = body.split("\\?", -1);
      for (int i = 0; i < parts.length; i++) {
        bytes.writeBytes(i > 0 ? bits : new byte[0]);
        bytes.writeBytes(parts[i].getBytes(UTF_8));
      }
      try (Wire client = Wire.connect(gate.port())) {
        client.send(Gate.request(Talk.CHAT.path, bytes.toByteArray()));
        guarded.isRefused(Message.read(client), Talk.CHAT, 400, "invalid_json");
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
      guarded.isRefused(answer, Talk.CHAT, 400, "invalid_json");
    }
    String features = Talk.FEATURE.path;
    Message answer = gate.post(features, "{\"inputs\":" + deep[0] + "}");
    guarded.isRefused(answer, Talk.FEATURE, 400, "invalid_json");
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
      })
  void whatWeReadOfAChatMustBeWhatItShould(String path, String body, String code, String names)
      throws Exception {
    isNamed(path, body, code, names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
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
  void whatWeReadElsewhereMustBeWhatItShould(String path, String body, String code, String names)
      throws Exception {
    isNamed(path, body, code, names);
  }

  private void isNamed(String path, String body, String code, String names) throws Exception {
    Message answer = gate.post(path, body.replace('\'', '"'));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains(code).contains(names);
    assertThat(guarded.provider.waiting()).isZero();
    assertThat(gate.record().ending().cause()).isEqualTo(code);
  }

  @Test
  void aNameOfAMegabyteCostsNothing() throws Exception {
    String huge = "o/" + "x".repeat(1 << 20);
    for (String model : new String[] {huge, "q" + huge, "feature/" + huge, "/".repeat(1 << 20)}) {
      long asked = System.nanoTime();
      String body = "{\"model\":\"" + model + "\",\"messages\":[]}";
      guarded.isRefused(gate.post(Talk.CHAT.path, body), Talk.CHAT, 400, "invalid_request");
      assertThat(System.nanoTime() - asked).isLessThan(3_000_000_000L);
    }
    String member = "{\"" + "x".repeat(40_000) + "\":1}";
    Message answer = gate.post(Talk.FEATURE.path, member);
    guarded.isRefused(answer, Talk.FEATURE, 400, "invalid_request");
    Message inputs = gate.post(Talk.FEATURE.path, "{\"inputs\":" + member + "}");
    guarded.isRefused(inputs, Talk.FEATURE, 400, "invalid_inputs");
  }

  @Test
  void aRoleOfTwentyMegabytesIsNoBug() throws Exception {
    String role = "x".repeat(21_000_000);
    String body = "{\"messages\":[{\"role\":\"" + role + "\",\"content\":\"\"}]}";
    guarded.isRefused(gate.post(Talk.FEATURE.path, body), Talk.FEATURE, 400, "invalid_request");
    String key = "{\"targeting_key\":\"" + role + "\"}";
    guarded.isRefused(
        gate.post(Talk.FEATURE.path, key), Talk.FEATURE, 400, "invalid_targeting_key");
    String input = "{\"inputs\":{\"x\":\"" + role + "\"}}";
    assertThat(gate.post(Talk.FEATURE.path, input).status()).isEqualTo(400);
  }
}
