package dev.headgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Callers that keep their connections, each with at most one call under way. One thread reads all
/// answers, checks and counts them.
final class Callers implements AutoCloseable {
  /// Failures above this many stop the run: what is measured then is not the gateway.
  private static final int MOST_FAILURES = 1_000;

  private final int port;
  private final byte[] request;
  private final int events;
  private final Consumer<Caller> whenFree;
  private final Selector selector;
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(64 << 10);
  private final byte[] bytes = new byte[64 << 10];
  private final LongAdder calls = new LongAdder();
  private final LongAdder allEvents = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Set<Caller> streaming = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> firstFailure = new AtomicReference<>("");
  private volatile @Nullable Histogram latency;

  /// A caller is handed to `whenFree` when it has no call under way. `events` is how many events an
  /// answer must have; 0 for one that is no stream.
  Callers(int port, byte[] request, int events, Consumer<Caller> whenFree) {
    this.port = port;
    this.request = request;
    this.events = events;
    this.whenFree = whenFree;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("callers").start(this::read);
  }

  /// One more connection, free at once.
  void connect() {
    try {
      var channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_SNDBUF, Mock.SEND_BUFFER);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.configureBlocking(false);
      var caller = new Caller(channel);
      channel.register(selector, SelectionKey.OP_READ, caller);
      selector.wakeup();
      whenFree.accept(caller);
    } catch (IOException e) {
      throw new Failed("cannot connect to port " + port + ": " + e.getMessage());
    }
  }

  long calls() {
    return calls.sum();
  }

  long events() {
    return allEvents.sum();
  }

  /// Streams of which at least one event has come, and not yet the last.
  int streaming() {
    return streaming.size();
  }

  long failed() {
    if (failed.sum() > MOST_FAILURES) {
      throw new Failed("over " + MOST_FAILURES + " calls failed, first: " + firstFailure.get());
    }
    return failed.sum();
  }

  String firstFailure() {
    return firstFailure.get();
  }

  /// From now on, the time from the intended start of each call to its end goes there, in ns; of a
  /// stream, the time to its first event.
  void recordInto(Histogram histogram) {
    latency = histogram;
  }

  private void read() {
    try {
      while (selector.isOpen()) {
        selector.select(key -> ((Caller) key.attachment()).read());
      }
    } catch (ClosedSelectorException _) {
      // closed on purpose
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      var keys = List.copyOf(selector.keys());
      selector.close();
      for (SelectionKey key : keys) {
        key.channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One connection.
  final class Caller extends Message {
    private final SocketChannel channel;
    private volatile long intended;
    private int seen;
    private byte last;

    private Caller(SocketChannel channel) {
      this.channel = channel;
    }

    /// Sends the request whose time was `intended`, in the time of `System.nanoTime`.
    void call(long intended) {
      this.intended = intended;
      try {
        if (channel.write(ByteBuffer.wrap(request)) < request.length) {
          throw new Failed(
              "a request of " + request.length + " bytes does not fit the send buffer");
        }
      } catch (IOException e) {
        broken(e.toString());
      }
    }

    private void read() {
      try {
        incoming.clear();
        int n = channel.read(incoming);
        if (n < 0) {
          broken("closed by the gateway");
          return;
        }
        incoming.flip().get(bytes, 0, n);
        if (endsWithin(bytes, 0, n)) {
          answered();
        }
      } catch (IOException | RuntimeException e) {
        broken(e.toString());
      }
    }

    private void answered() {
      if (events > 0) {
        streaming.remove(this);
      }
      if (status() == 200 && seen == events) {
        calls.increment();
        if (events == 0) {
          record();
        }
      } else {
        count("HTTP " + status() + ", events: " + seen + " (expected: " + events + ")");
      }
      reset();
      seen = 0;
      whenFree.accept(this);
    }

    @Override
    void content(byte[] b, int from, int to) {
      if (events == 0) {
        return;
      }
      int before = seen;
      for (int i = from; i < to; i++) {
        if (b[i] == '\n' && last == '\n') {
          seen++;
        }
        last = b[i];
      }
      allEvents.add(seen - before);
      if (before == 0 && seen > 0) {
        streaming.add(this);
        record();
      }
    }

    private void record() {
      Histogram times = latency;
      if (times != null) {
        times.recordValue(System.nanoTime() - intended);
      }
    }

    /// Another connection takes this one's place, unless the end of the measurement closed it.
    private void broken(String why) {
      streaming.remove(this);
      if (!selector.isOpen()) {
        return;
      }
      count(why);
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (failed.sum() <= MOST_FAILURES) {
        connect();
      }
    }

    private void count(String why) {
      firstFailure.compareAndSet("", why);
      failed.increment();
    }
  }
}
