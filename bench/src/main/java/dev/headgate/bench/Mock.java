package dev.headgate.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/// The upstream: answers every request by the script of the moment. One thread reads, and answers
/// what is due at once; the other sends what is due later.
final class Mock implements AutoCloseable {
  /// A send buffer that takes whatever the script writes ahead of a reader.
  static final int SEND_BUFFER = 128 << 10;

  private static final byte[] USAGE_WANTED = "include_usage".getBytes(StandardCharsets.US_ASCII);

  private final Selector selector;
  private final ServerSocketChannel listening;
  private final SplittableRandom seeds = new SplittableRandom(1);
  private final DelayQueue<Client> due = new DelayQueue<>();
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(64 << 10);
  private final byte[] bytes = new byte[64 << 10];
  private final Thread reader = new Thread(this::read, "mock-reader");
  private final Thread sender = new Thread(this::send, "mock-sender");
  private volatile Script script = Script.whole(Duration.ZERO);
  private volatile boolean recording;
  private volatile String seen = "";

  Mock() {
    try {
      selector = Selector.open();
      listening = ServerSocketChannel.open();
      listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
      listening.configureBlocking(false);
      listening.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader.setDaemon(true);
    sender.setDaemon(true);
    reader.start();
    sender.start();
  }

  int port() {
    return listening.socket().getLocalPort();
  }

  void follow(Script script) {
    this.script = script;
  }

  /// Keeps the requests that come from now on; only for looking at single ones.
  void record(boolean on) {
    recording = on;
  }

  /// The last request that was recorded, head and body.
  String seen() {
    return seen;
  }

  private void read() {
    try {
      while (selector.isOpen()) {
        selector.select(this::ready);
      }
    } catch (ClosedSelectorException _) {
      // closed on purpose
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.attachment() instanceof Client client) {
        client.read();
      } else {
        accept();
      }
    } catch (IOException | CancelledKeyException _) {
      close(key.channel());
    }
  }

  private void accept() throws IOException {
    for (SocketChannel channel = listening.accept();
        channel != null;
        channel = listening.accept()) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
      channel.register(selector, SelectionKey.OP_READ, new Client(channel));
    }
  }

  private void send() {
    try {
      while (selector.isOpen()) {
        Client client = due.take();
        try {
          client.step();
        } catch (IOException _) {
          close(client.channel);
        }
      }
    } catch (InterruptedException _) {
      // closed on purpose
    }
  }

  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    sender.interrupt();
    selector.close();
    listening.close();
  }

  /// One connection of the gateway, and where its call stands. Is read by one thread, then answered
  /// by one thread: never both at once, for a request is not followed by another before its answer.
  private final class Client extends Message implements Delayed {
    private final SocketChannel channel;
    private final ByteArrayOutputStream record = new ByteArrayOutputStream();
    private Script now = script;
    private long at;
    private int sent;
    private int matched;
    private boolean usage;

    private final SplittableRandom random = seeds.split();

    Client(SocketChannel channel) {
      this.channel = channel;
    }

    void read() throws IOException {
      incoming.clear();
      int n = channel.read(incoming);
      if (n < 0) {
        channel.close();
        return;
      }
      incoming.flip().get(bytes, 0, n);
      if (recording) {
        record.write(bytes, 0, n);
      }
      if (endsWithin(bytes, 0, n)) {
        answer();
      }
    }

    private void answer() throws IOException {
      if (recording) {
        seen = record.toString(StandardCharsets.ISO_8859_1);
        record.reset();
      }
      reset();
      now = script;
      sent = 0;
      usage = matched == USAGE_WANTED.length;
      matched = 0;
      at = System.nanoTime() + now.delay().toNanos();
      if (now.delay().isZero()) {
        step();
      } else {
        due.add(this);
      }
    }

    /// Sends what is due, and puts itself down for the rest. The gaps of a stream vary by half, so
    /// that streams that started together do not stay in step.
    void step() throws IOException {
      if (now.chunks() == 0) {
        write(Bytes.WHOLE);
      } else if (sent == now.chunks()) {
        write(usage ? Bytes.LAST_WITH_USAGE : Bytes.LAST);
      } else {
        write(sent++ == 0 ? Bytes.FIRST : Bytes.CHUNK);
        at += (long) (now.pace().toNanos() * random.nextDouble(0.5, 1.5));
        due.add(this);
      }
    }

    private void write(byte[] answer) throws IOException {
      if (channel.write(ByteBuffer.wrap(answer)) < answer.length) {
        throw new IllegalStateException("the gateway does not read; its send buffer is full");
      }
    }

    /// Looks for `include_usage`; only its first letter is an `i`, so nothing is looked at twice.
    @Override
    void content(byte[] b, int from, int to) {
      if (script.chunks() == 0) {
        return;
      }
      for (int i = from; i < to && matched < USAGE_WANTED.length; i++) {
        matched = b[i] == USAGE_WANTED[matched] ? matched + 1 : b[i] == 'i' ? 1 : 0;
      }
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(at, ((Client) other).at);
    }
  }
}
