package dev.headgate.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Single requests, for looking whether all is as it should be.
final class Probe extends Message {
  private static final int PATIENCE_MS = 10_000;

  private final ByteArrayOutputStream all = new ByteArrayOutputStream();

  private Probe() {}

  /// The whole answer as it came, head and body, and its status.
  record Answer(int status, String text) {
    static final Answer NONE = new Answer(0, "");
  }

  /// `NONE` where nobody listens, or the connection breaks.
  static Answer ask(int port, byte[] request) {
    var probe = new Probe();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(request);
      byte[] b = new byte[16 << 10];
      boolean ended = false;
      while (!ended) {
        int n = socket.getInputStream().read(b);
        if (n < 0) {
          return Answer.NONE;
        }
        probe.all.write(b, 0, n);
        ended = probe.endsWithin(b, 0, n);
      }
      return new Answer(probe.status(), probe.all.toString(StandardCharsets.UTF_8));
    } catch (IOException _) {
      return Answer.NONE;
    }
  }

  static Answer get(int port, String path) {
    String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    return ask(port, request.getBytes(StandardCharsets.US_ASCII));
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  void content(byte[] b, int from, int to) {}
}
