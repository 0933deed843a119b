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
      answer(request, 414, "uri_too_long", "the request line is too long");
    } else if (why instanceof TooLongHttpHeaderException) {
      answer(request, 431, Code.HEADERS_TOO_LARGE.text(), "the header fields are too large");
    } else {
      answer(request, 400, Code.INVALID_REQUEST.text(), "not an HTTP request");
    }
  }

  private static void answer(HttpServerRequest request, int status, String code, String message) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .putHeader("x-should-retry", "false")
        .putHeader("connection", "close") // which Vert.x does by itself
        .end("{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message));
  }
}
