package dev.headgate.http;

import dev.headgate.base.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import java.net.InetSocketAddress;

/// A client's connection, watched where its bytes come in: what is under way on it, and since when.
/// Lives on its event loop.
final class Peer extends ChannelInboundHandlerAdapter {
  private final Clock clock;
  private final Limits limits;
  private final ChannelHandlerContext here;
  private Runnable tooSlow = () -> {};
  private long quiet; // since when no call is open
  private int open; // calls whose answer has not ended
  private boolean coming; // the head of the next request, since `first`
  private long first;
  private boolean receiving; // a body, since `began`
  private long began;
  private long came; // bytes of it
  private boolean turnedAway;
  private long untaken; // changes as the client takes its last answer

  /// Watches `connection` from now on.
  Peer(Clock clock, Limits limits, HttpConnection connection) {
    this.clock = clock;
    this.limits = limits;
    quiet = clock.nanos();
    var pipeline = Loop.pipeline(connection).addFirst(this);
    here = pipeline.context(this);
  }

  /// The client's IP address.
  String address() {
    var address = (InetSocketAddress) here.channel().remoteAddress();
    return address == null ? "" : address.getAddress().getHostAddress();
  }

  static Peer of(HttpConnection connection) {
    return Loop.pipeline(connection).get(Peer.class);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (receiving) {
      came += ((ByteBuf) message).readableBytes();
    } else if (!coming) {
      coming = true;
      first = clock.nanos();
    }
    context.fireChannelRead(message);
  }

  /// A request's head is here. Should its body not come in time, `tooSlow` runs. Returns when the
  /// request's first byte came.
  long begins(Runnable tooSlow) {
    this.tooSlow = tooSlow;
    open++;
    receiving = true;
    began = clock.nanos();
    came = 0;
    long received = coming ? first : began;
    coming = false;
    return received;
  }

  /// The request is here whole.
  void received() {
    receiving = false;
  }

  /// It was turned away: what it still sends is nothing to us.
  void turnedAway() {
    receiving = false;
    turnedAway = true;
  }

  boolean isTurnedAway() {
    return turnedAway;
  }

  /// An answer has ended.
  void ended() {
    open--;
    quiet = clock.nanos();
  }

  /// Does what is to be done if this has stood still for too long.
  void sweep(long now) {
    if (receiving) {
      long mayTake = Limits.SLOWEST.toNanos() * (1 + came / Limits.AT_LEAST);
      if (now - began >= Math.min(mayTake, Limits.WHOLE_BODY.toNanos())) {
        tooSlow.run();
      }
    } else if (open == 0 && !isTaking(now)) {
      long since = coming ? Math.max(first, quiet) : quiet;
      if (now - since >= (coming ? Limits.WHOLE_HEAD : limits.keepAlive()).toNanos()) {
        close();
      }
    }
  }

  /// Whether the client has taken more of its last answer since we looked; it is quiet from when it
  /// no longer does.
  private boolean isTaking(long now) {
    long before = untaken;
    var waiting = here.channel().unsafe().outboundBuffer();
    untaken =
        waiting == null || !(waiting.current() instanceof ByteBuf current)
            ? 0
            : waiting.totalPendingWriteBytes() + current.readableBytes();
    if (before == 0 || untaken == before) {
      return false;
    }
    quiet = now;
    return true;
  }

  /// Ends the connection, whatever the client has not taken yet.
  void close() {
    var _ = here.close();
  }

  /// Ends the connection so that nobody can take what was sent for a whole answer: TLS gets no say,
  /// for it would end it in good order.
  void reset() {
    if (here.channel().isOpen()) {
      here.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      var _ = here.pipeline().firstContext().close();
    }
  }
}
