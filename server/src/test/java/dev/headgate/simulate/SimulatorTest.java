package dev.headgate.simulate;

import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A simulator without delays, and raw requests to it.
abstract class SimulatorTest {
  static final String CHAT = "/v1/chat/completions";
  static final String RESPONSES = "/v1/responses";
  static final String MESSAGES = "/v1/messages";

  Simulator simulator;

  Options options() {
    return Options.instant();
  }

  @BeforeEach
  void startSimulator() {
    simulator = Simulator.start(options());
  }

  @AfterEach
  void stopSimulator() {
    simulator.close();
  }

  /// A question that any of the three wires takes; `more` are further members.
  static String ask(String model, String more) {
    String text = "What is a weir?";
    return """
    {"model":"%s","max_tokens":900,"messages":[{"role":"user","content":"%s"}],"input":"%s"%s}\
    """
        .formatted(model, text, text, more);
  }

  static String streaming(String model) {
    return ask(model, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
  }

  Wire sends(String path, String body) throws IOException {
    var wire = Wire.connect(simulator.port());
    wire.send(post(path, "authorization: Bearer k\r\nanthropic-version: 2026-10-21", body));
    return wire;
  }

  static String post(String path, String fields, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nhost: x\r\n"
        + fields
        + "\r\ncontent-length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  /// The whole answer to a request: its head, and its body without chunks.
  String answer(String path, String body) throws IOException {
    try (var wire = sends(path, body)) {
      String head = wire.until("\r\n\r\n");
      if (head.contains("chunked")) {
        return head + new String(wire.chunks(), StandardCharsets.UTF_8);
      }
      int length = Integer.parseInt(head.replaceAll("(?s).*content-length: (\\d+).*", "$1"));
      byte[] all = new byte[length];
      for (int read = 0; read < length; read++) {
        byte[] one = new byte[1];
        wire.read(one);
        all[read] = one[0];
      }
      return head + new String(all, StandardCharsets.ISO_8859_1);
    }
  }

  static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }
}
