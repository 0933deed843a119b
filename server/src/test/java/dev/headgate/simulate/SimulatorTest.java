package dev.headgate.simulate;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A simulator without delays, and raw requests to it.
abstract class SimulatorTest {
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

  static final String CHAT = "/v1/chat/completions";
  static final String MESSAGES = "/v1/messages";

  /// A chat of one question to `sim-small`; `more` are further members.
  static String chat(String question, String more) {
    return """
    {"model":"sim-small","messages":[{"role":"user","content":"%s"}]%s}\
    """
        .formatted(question, more);
  }

  static String streamed(String question) {
    return chat(question, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
  }

  dev.headgate.testkit.Wire sends(String path, String body, String... fields) throws Exception {
    var wire = dev.headgate.testkit.Wire.connect(simulator.port());
    wire.send(post(path, body, fields));
    return wire;
  }

  static String post(String path, String body, String... fields) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\n"
        + "anthropic-version: 2026-10-21\r\n"
        + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n")
        + "Content-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }
}
