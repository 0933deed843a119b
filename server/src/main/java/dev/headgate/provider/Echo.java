package dev.headgate.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.headgate.base.Head;
import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;

/// Listens whether a provider's error repeats our credentials, as some do.
final class Echo implements Tap {
  private final Tap reading;
  private final Credentials credentials;
  private boolean error;
  private String tail = ""; // of what has come, too short to hold a credential
  private volatile boolean heard;

  Echo(Tap reading, Credentials credentials) {
    this.reading = reading;
    this.credentials = credentials;
  }

  boolean isHeard() {
    return heard;
  }

  @Override
  public void head(Head head) {
    error = head.status() >= 400;
    reading.head(head);
  }

  @Override
  public Step take(byte[] bytes, int from, int to, Out out) {
    if (error && !heard) {
      String text = tail + new String(bytes, from, to - from, ISO_8859_1);
      heard = credentials.isIn(text);
      tail = text.substring(Math.max(0, text.length() - credentials.longest()));
    }
    return reading.take(bytes, from, to, out);
  }

  @Override
  public Step end(Out out) {
    return reading.end(out);
  }
}
