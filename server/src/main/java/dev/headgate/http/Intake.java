package dev.headgate.http;

import dev.headgate.base.Clock;
import dev.headgate.base.Field;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/// Receives one request within its bounds, or turns it away.
final class Intake {
  /// Gets each request that is here whole, with its body as it came.
  interface Whole {
    void take(ClientExchange exchange, Body body, Coding coding);
  }

  /// What all requests to a server share.
  record House(Loops loops, Clock clock, Bodies bodies, Turnaway turnaway, Whole whole) {}

  private final House house;
  private final Loop loop;
  private final HttpServerRequest request;
  private final Peer peer;
  private final Body body;
  private long received; // when its first byte came

  Intake(House house, Loop loop, HttpServerRequest request) {
    this.house = house;
    this.loop = loop;
    this.request = request;
    peer = Peer.of(request.connection());
    int most = house.loops.limits.maxBody();
    body = new Body(house.bodies, most, Math.min(most, Strict.length(request)));
  }

  void begin() {
    if (peer.isTurnedAway()) {
      return;
    }
    received =
        peer.begins(
            () -> refuse(new Refusal(Code.REQUEST_TIMEOUT, "the request's body came too slowly")));
    request.response().endHandler(_ -> peer.ended());
    var refusal = Strict.refusal(request, house.loops.limits);
    if (refusal.isPresent()) {
      refuse(refusal.get());
    } else if (!house.bodies.fits(Strict.length(request))) {
      refuse(Body.tooMany());
    } else {
      request.response().closeHandler(_ -> body.close()); // until an exchange takes over
      if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
        request.response().writeContinue();
      }
      request.handler(this::chunk).endHandler(_ -> whole());
    }
  }

  private void chunk(Buffer chunk) {
    body.add(chunk).ifPresent(this::refuse);
  }

  private void whole() {
    peer.received();
    var whole = new Request(request.method().name(), request.uri(), fields(), new byte[0]);
    house.whole.take(
        new ClientExchange(loop, house.clock, peer, received, whole, request.response()),
        body,
        Strict.coding(request));
  }

  private List<Field> fields() {
    return Fields.received(request.headers());
  }

  /// Answers without reading the rest; the client gets a moment to read this before its bytes meet
  /// a closed door.
  private void refuse(Refusal refusal) {
    peer.turnedAway();
    body.close();
    request.handler(_ -> {}).endHandler(_ -> {});
    var answer = house.turnaway.refuse(request.method().name(), request.uri(), fields(), refusal);
    var response = request.response().setStatusCode(answer.head().status());
    Fields.put(answer.head().fields(), response.headers());
    response
        .putHeader("connection", "close")
        .end(Loop.wrapped(answer.body()))
        .onComplete(_ -> loop.later(Limits.LINGER, request.connection()::close));
  }
}
