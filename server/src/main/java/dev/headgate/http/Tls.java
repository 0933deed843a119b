package dev.headgate.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import javax.net.ssl.SSLException;

/// TLS for a server's connections: 1.3, and 1.2 with the ciphers that HTTP/2 allows. What is
/// presented in the meantime is for those that come later.
final class Tls {
  private volatile SslContext context;

  Tls(Identity identity) {
    context = context(identity);
  }

  void present(Identity identity) {
    context = context(identity);
  }

  /// Puts it in front of all that reads a connection.
  void install(ChannelPipeline pipeline) {
    var handler = context.newHandler(pipeline.channel().alloc());
    handler.setHandshakeTimeoutMillis(Limits.WHOLE_HEAD.toMillis());
    pipeline.addFirst(handler);
  }

  private static SslContext context(Identity identity) {
    try {
      return SslContextBuilder.forServer(identity.key(), identity.chain())
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
          .build();
    } catch (SSLException impossible) {
      throw new IllegalStateException("a key and its certificate make a context", impossible);
    }
  }
}
