package dev.headgate.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A provider that answers each request as a function says, byte for byte, and keeps what it was
/// asked. It keeps a connection open after a whole answer that does not say otherwise.
public final class StubProvider implements AutoCloseable {
  private final ServerSocket listening;
  private final LinkedBlockingQueue<Message> asked = new LinkedBlockingQueue<>();
  private volatile Function<Message, String> answers;

  public StubProvider(Function<Message, String> answers) throws IOException {
    this.answers = answers;
    listening = new ServerSocket(0, 500, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  /// From the next request on.
  public void answers(Function<Message, String> answers) {
    this.answers = answers;
  }

  /// A whole answer, and its connection's end.
  public static String whole(int status, String body, String... fields) {
    return "HTTP/1.1 %d Said\r\nContent-Type: application/json\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(
            status,
            fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n",
            body.getBytes(UTF_8).length,
            body);
  }

  /// A stream of these events.
  public static String stream(String events) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
        + events;
  }

  public int port() {
    return listening.getLocalPort();
  }

  /// What it was asked next.
  public Message asked() throws InterruptedException {
    Message next = asked.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new IllegalStateException("nobody asked");
    }
    return next;
  }

  /// Forgets what it was asked so far.
  public void forget() {
    asked.clear();
  }

  public int waiting() {
    return asked.size();
  }

  private void accept() {
    try {
      while (true) {
        var wire = new Wire(listening.accept());
        Thread.ofVirtual().start(() -> serve(wire));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Wire wire) {
    try (wire) {
      while (true) {
        Message message = Message.read(wire);
        asked.add(message);
        String answer = answers.apply(message);
        wire.send(answer);
        if (!keepsOpen(answer)) {
          return;
        }
      }
    } catch (IOException gone) {
      // the gate closed the connection
    }
  }

  private static boolean keepsOpen(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    int length = end < 0 ? -1 : answer.substring(end + 4).getBytes(UTF_8).length;
    return answer.contains("Content-Length: " + length + "\r\n")
        && !answer.contains("Connection: close");
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
