package dev.headgate.http;

import dev.headgate.base.Head;
import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;
import io.vertx.core.Promise;

/// Moves an answer to the client on the loop, by whole pieces, and keeps back its end.
final class Relay implements Upstream.Taker {
  private final ClientExchange exchange;
  private final Head head;
  private final Upstream source;
  private final Tap rendering;
  private final Promise<byte[]> tail;
  private final Out out = new Out();
  private final Out end = new Out();
  private final boolean events;
  private boolean last;
  private boolean rendered; // to its end

  Relay(ClientExchange exchange, Head head, Upstream source, Tap rendering, Promise<byte[]> tail) {
    this.exchange = exchange;
    this.head = head;
    this.source = source;
    events = source.head().isEventStream();
    this.rendering = rendering;
    this.tail = tail;
  }

  @Override
  public boolean piece(Upstream.Judged piece) {
    last = piece.step() == Step.LAST;
    sound(rendering.take(piece.bytes(), piece.from(), piece.to(), last ? end : out));
    return true;
  }

  @Override
  public void pause() {
    flush();
    if (last) {
      complete();
    }
  }

  @Override
  public void complete() {
    if (!rendered) { // both after the last piece and at the end of the body
      rendered = true;
      sound(rendering.end(last ? end : out));
      finish();
    }
  }

  private static void sound(Step rendered) {
    if (rendered == Step.BROKEN) {
      throw new Trouble.Broken("an answer that can not be rendered");
    }
  }

  @Override
  public void failed(Throwable why) {
    flush();
    tail.tryFail(why);
  }

  private void flush() {
    byte[] ready = out.takeAllBut(events ? 0 : 1);
    if (ready.length > 0) {
      exchange.write(head, ready, source::pause, source::resume);
    }
  }

  private void finish() {
    byte[] rest = end.takeAllBut(0);
    out.write(rest, 0, rest.length);
    tail.tryComplete(out.takeAllBut(0));
  }
}
