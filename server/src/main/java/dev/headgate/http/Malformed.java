package dev.headgate.http;

import dev.headgate.base.Refusal.Code;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/// Answers what is not even a request: no surface was asked, so the answer has a shape of its own.
final class Malformed {
  private Malformed() {}

  static void refuse(HttpServerRequest request) {
    if (Peer.of(request.connection()).isTurnedAway()) {
      return;
    }
    Throwable why = request.decoderResult().cause();
    if (why instanceof TooLongHttpLineException) {
      answer(request, Code.URI_TOO_LONG, "the request line is too long");
    } else if (why instanceof TooLongHttpHeaderException) {
      answer(request, Code.HEADERS_TOO_LARGE, "the header fields are too large");
    } else {
      answer(request, Code.INVALID_REQUEST, "not an HTTP request");
    }
  }

  private static void answer(HttpServerRequest request, Code code, String message) {
    request
        .response()
        .setStatusCode(code.status())
        .putHeader("content-type", "application/json")
        .putHeader("x-should-retry", "false")
        .putHeader("connection", "close") // which Vert.x does by itself
        .end("{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code.text(), message));
  }
}
