package dev.headgate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MessageTest {
  private static final String BY_LENGTH = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
  private static final String IN_CHUNKS =
      "HTTP/1.1 502 Bad\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";

  private final StringBuilder content = new StringBuilder();
  private final Message message =
      new Message() {
        @Override
        void content(byte[] b, int from, int to) {
          content.append(new String(b, from, to - from, US_ASCII));
        }
      };

  @Test
  void endsWithTheLastByteHoweverItIsCut() {
    for (String text : new String[] {BY_LENGTH, IN_CHUNKS}) {
      byte[] bytes = text.getBytes(US_ASCII);
      for (int cut = 1; cut < bytes.length; cut++) {
        content.setLength(0);
        message.reset();
        assertThat(message.endsWithin(bytes, 0, cut)).as("cut at %d", cut).isFalse();
        assertThat(message.endsWithin(bytes, cut, bytes.length)).as("cut at %d", cut).isTrue();
        assertThat(content).hasToString("hello");
      }
    }
  }

  @Test
  void knowsTheStatus() {
    message.endsWithin(IN_CHUNKS.getBytes(US_ASCII), 0, IN_CHUNKS.length());
    assertThat(message.status()).isEqualTo(502);
  }

  @Test
  void anEmptyBodyEndsWithTheHead() {
    byte[] bytes = "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);
    assertThat(message.endsWithin(bytes, 0, bytes.length)).isTrue();
    assertThat(message.status()).isZero();
  }

  @Test
  void refusesWhatNobodyAskedFor() {
    byte[] bytes = (BY_LENGTH + "!").getBytes(US_ASCII);
    assertThatThrownBy(() -> message.endsWithin(bytes, 0, bytes.length))
        .hasMessage("1 bytes after the end of a message");
  }
}
