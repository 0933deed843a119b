package dev.headgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @ParameterizedTest
  @ValueSource(ints = {1024, 32 * 1024})
  void aBodyHasExactlyItsSize(int size) {
    String request = new String(Bytes.request("key", size, true), StandardCharsets.US_ASCII);
    String body = request.substring(request.indexOf("\r\n\r\n") + 4);
    assertThat(body).hasSize(size).startsWith("{\"messages\":[").endsWith("}");
    assertThat(request).contains("Content-Length: " + size + "\r\n");
    assertThat(body).contains("\"model\":\"bench/m\"", "\"stream\":true");
  }
}
