package dev.headgate.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.vertx.core.http.HttpConnection;

/// What has gone over a connection to a provider: whether it was used before, and whether anything
/// has come since. Lives on its event loop.
final class Traffic extends ChannelInboundHandlerAdapter {
  private boolean used;
  private boolean spoken;

  /// Watches `connection`, and lets odd header fields through its parser: we drop them later, and
  /// keep the answer.
  static void watch(HttpConnection connection) {
    var lenient =
        new HttpDecoderConfig()
            .setValidateHeaders(false)
            .setMaxHeaderSize(Limits.ANSWER_HEAD)
            .setMaxChunkSize(Limits.CHUNK);
    var pipeline = Loop.pipeline(connection);
    pipeline.replace("codec", "codec", new HttpClientCodec(lenient, false, false));
    pipeline.addBefore("codec", "traffic", new Traffic()); // behind TLS, which speaks by itself
  }

  static Traffic of(HttpConnection connection) {
    return Loop.pipeline(connection).get(Traffic.class);
  }

  /// A request goes out; says whether one has before.
  boolean sends() {
    boolean before = used;
    used = true;
    spoken = false;
    return before;
  }

  boolean hasSpoken() {
    return spoken;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    spoken = true;
    context.fireChannelRead(bytes);
  }
}
