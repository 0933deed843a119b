package dev.headgate.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Calls of a feature as many users make them: at random moments, of 500 targeting keys, two in
/// three of them streamed. It never waits for one answer to ask for the next.
final class DemoTraffic implements AutoCloseable {
  private static final double PER_SECOND = 15;
  private static final int USERS = 500;
  private static final int MOST = 1_000; // under way

  private static final String[] QUESTIONS = {
    "Where is my parcel?",
    "How do I return a jacket that is too small?",
    "Can I still change the address of my order?",
    "Do you have the blue one in size 42?",
    "My voucher is not accepted. What now?"
  };

  private final HttpClient client = HttpClient.newHttpClient();
  private final SplittableRandom random;
  private final URI feature;
  private final Semaphore places = new Semaphore(MOST);
  private final CountDownLatch over = new CountDownLatch(1);

  DemoTraffic(URI feature, long seed) {
    this.feature = feature;
    random = new SplittableRandom(seed);
    Thread.ofVirtual().name("traffic").start(this::send);
  }

  private void send() {
    try {
      while (!over.await(pause(), TimeUnit.MILLISECONDS)) {
        String body = body();
        if (places.tryAcquire()) {
          Thread.ofVirtual().start(() -> ask(body));
        }
      }
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts the traffic", bug);
    }
  }

  /// Calls that know nothing of each other come after exponential pauses.
  private long pause() {
    return Math.round(-Math.log(1 - random.nextDouble()) * 1_000 / PER_SECOND);
  }

  private String body() {
    return """
    {"inputs":{"question":"%s"},"targeting_key":"user-%d","stream":%b}\
    """
        .formatted(
            QUESTIONS[random.nextInt(QUESTIONS.length)],
            random.nextInt(USERS),
            random.nextInt(3) > 0);
  }

  private void ask(String body) {
    var request =
        HttpRequest.newBuilder(feature)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      client.send(request, BodyHandlers.discarding());
    } catch (IOException broken) {
      // the gate's own records say what became of the call
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts the traffic", bug);
    } finally {
      places.release();
    }
  }

  /// Asks for nothing more, and waits for what is under way.
  @Override
  public void close() {
    over.countDown();
    client.close();
  }
}
