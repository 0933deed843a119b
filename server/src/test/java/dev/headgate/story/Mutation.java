package dev.headgate.story;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.testkit.Gate;
import dev.headgate.testkit.RandomJson;
import dev.headgate.testkit.Talk;
import java.io.ByteArrayOutputStream;
import java.util.Random;

/// A request that was proper once: its body, its head or its framing drawn wrong.
final class Mutation {
  private static final String[] PATHS = {
    "/v1/chat/completions",
    "/v1/responses",
    "/v1/messages",
    "/v1/messages/count_tokens",
    "/v1/embeddings",
    "/v1/features/plain/completions",
    "/v1/features/polite/completions"
  };
  private static final byte[][] BITS = {
    {0},
    {(byte) 0xff},
    {(byte) 0xc0, (byte) 0xaf},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {'"'},
    {'\\'},
    {'{'},
    {'}'},
    {'['},
    {']'},
    {','},
    {':'},
    {'\r', '\n'},
    {'\n'},
    {'0'},
    {'-'},
    {'e'},
    {' '},
    {'\t'},
    {(byte) 0xf0, (byte) 0x9f},
    {0x1b}
  };
  private static final String[] LINES = {
    "Content-Length: 3",
    "Content-Length: -1",
    "Content-Length: 99999999999999999999",
    "Content-Length: 5, 5",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: identity",
    "Content-Encoding: gzip",
    "Content-Encoding: br",
    "Expect: 100-continue",
    "Expect: everything",
    "Host: other",
    "Host: ",
    "Origin: http://[",
    "Connection: close, x-api-key, content-type",
    "Upgrade: websocket",
    "Upgrade: h2c",
    "x-headgate-timeout-ms: 99999999999999",
    "x-headgate-timeout-ms: -1",
    "x-headgate-hop: ,,,",
    "anthropic-version: \u00e9",
    "anthropic-version: 9999",
    "Content-Type: ;;;",
    "x: \u0001\u007f",
    ": no name",
    "no colon",
    " folded: line",
    "x y: z"
  };

  private static final String[] KNOWN = {
    "model",
    "input",
    "max_tokens",
    "stream_options",
    "headgate",
    "user",
    "metadata",
    "n",
    "thinking",
    "system",
    "tools",
    "instructions"
  };

  private final Random random;
  private final RandomJson json;

  /// Whether its length or its coding may be a lie, so that the server may wait for more.
  final boolean lies;

  final byte[] bytes;

  Mutation(long seed) {
    random = new Random(seed);
    json = new RandomJson(random);
    String path = json.oneOf(PATHS);
    byte[] body = body(path);
    int kind = random.nextInt(10);
    if (kind < 6) {
      bytes = Gate.request(path, random.nextBoolean() ? mutated(body) : body);
      lies = false;
    } else if (kind < 8) {
      String line = json.oneOf(LINES);
      bytes = Gate.request(path, body, line);
      lies = true;
    } else {
      bytes = mutated(Gate.request(path, body));
      lies = true;
    }
  }

  /// A body of members that mean something, with values that sometimes do not.
  private byte[] body(String path) {
    boolean feature = path.contains("features");
    var text = new StringBuilder(json.space()).append('{');
    if (!feature) {
      String models =
          json.oneOf("o/m", "o/m", "a/m", "feature/plain", "feature/polite", "m", "x/y");
      text.append("\"model\":\"").append(models).append("\",\"messages\":[],");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      String known = feature ? json.oneOf("messages", "targeting_key") : json.oneOf(KNOWN);
      String name = feature || json.oneIn(4) ? known : json.name();
      text.append('"').append(json.written(name)).append("\":").append(value(name)).append(',');
    }
    return text.append("\"stream\":")
        .append(json.oneOf("true", "false", "true", "null", "false", "1"))
        .append('}')
        .toString()
        .getBytes(UTF_8);
  }

  private String value(String name) {
    return switch (name) {
      case "messages" ->
          json.oneOf("null", "[{\"role\":\"user\",\"content\":\"x\"}]", json.array(3));
      case "targeting_key", "user" -> json.oneOf("\"k\"", "null", json.value(1));
      case "max_tokens", "n" -> json.oneOf("1", "7", json.value(1));
      case "headgate" -> json.oneOf("{\"inputs\":" + json.value(2) + "}", json.value(2));
      default -> json.value(3);
    };
  }

  private byte[] mutated(byte[] given) {
    return mutated(given, random);
  }

  /// One to three pieces cut off, left out, put in, written over, doubled, or a bit turned.
  static byte[] mutated(byte[] given, Random random) {
    var json = new RandomJson(random);
    byte[] bytes = given.clone();
    for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + random.nextInt(20));
      var out = new ByteArrayOutputStream();
      out.write(bytes, 0, at);
      switch (random.nextInt(6)) {
        case 0 -> {} // cut off
        case 1 -> out.write(bytes, to, bytes.length - to); // left out
        case 2 -> {
          out.writeBytes(json.oneOf(BITS));
          out.write(bytes, at, bytes.length - at);
        }
        case 3 -> {
          out.writeBytes(json.oneOf(BITS));
          out.write(bytes, to, bytes.length - to);
        }
        case 4 -> {
          out.write(bytes, at, to - at); // twice
          out.write(bytes, at, bytes.length - at);
        }
        default -> {
          out.write(bytes[at] ^ (1 << random.nextInt(8)));
          out.write(bytes, at + 1, bytes.length - at - 1);
        }
      }
      bytes = out.toByteArray();
    }
    return bytes;
  }

  static String answer(dev.headgate.testkit.Message asked) {
    Talk talk =
        asked.path().contains("messages")
            ? Talk.MESSAGES
            : asked.path().contains("responses") ? Talk.RESPONSES : Talk.CHAT;
    boolean text = !asked.path().contains("embeddings") && !asked.path().contains("count_tokens");
    boolean stream = text && asked.json().path("stream").asBoolean(false);
    String body =
        stream
            ? talk.content("x") + talk.end()
            : text ? talk.whole("x") : "{\"data\":[],\"input_tokens\":3}";
    return "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(stream ? "text/event-stream" : "application/json", body.length(), body);
  }
}
