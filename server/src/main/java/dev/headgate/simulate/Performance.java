package dev.headgate.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.http.Exchange;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One answer on its way: said at its pace, counted token by token, and broken where its fault
/// says.
final class Performance {
  private static final List<Field> GZIP = List.of(new Field("content-encoding", "gzip"));
  private static final String GARBAGE = Voice.event("{\"id\":\"broken\",\"choices\":[{\"del");

  private final Exchange exchange;
  private final Wire wire;
  private final Answer answer;
  private final Fault fault;
  private final Pace pace;
  private final Meter.Bill bill;
  private final String requestId;
  private final int total; // tokens

  Performance(
      Exchange exchange, Wire wire, Answer answer, Fault fault, Pace pace, Meter.Bill bill) {
    this.exchange = exchange;
    this.wire = wire;
    this.answer = answer;
    this.fault = fault;
    this.pace = pace;
    this.bill = bill;
    requestId = "req_" + answer.id();
    total = answer.scripts().stream().mapToInt(script -> script.tokens().size()).sum();
    if (fault instanceof Fault.SlowFirstToken(var delay)) {
      pace.delay(delay);
    }
  }

  void play() {
    boolean other = fault instanceof Fault.WrongShape;
    if (wire instanceof Wire.Spoken spoken && answer.ask().stream() != other) {
      new Stream(spoken.voice(answer)).play();
    } else {
      playWhole();
    }
  }

  private Head head(String type) {
    List<Field> more = fault instanceof Fault.Compressed ? GZIP : List.of();
    return Heads.of(wire.family(), 200, type, requestId, more);
  }

  private void playWhole() {
    int made = 0;
    for (Script script : answer.scripts()) {
      for (Script.Token token : script.tokens()) {
        await(made++, null);
        bill.said(token);
      }
    }
    await(made, null);
    byte[] body = wire.whole(answer).getBytes(UTF_8);
    byte[] half = Arrays.copyOf(body, body.length / 2);
    switch (fault) {
      case Fault.CutAfter cut -> {
        exchange.write(head(Heads.JSON), half);
        breakOff(cut);
      }
      case Fault.Malformed _ -> exchange.answer(head(Heads.JSON), half);
      case Fault.Compressed _ -> exchange.answer(head(Heads.JSON), Line.packed(body));
      case Fault _ -> exchange.answer(head(Heads.JSON), body);
    }
  }

  /// Waits for the token's time, and for the stall before it.
  private void await(int token, @Nullable Line line) {
    if (fault instanceof Fault.StallAfter(int tokens, var delay) && isAt(tokens, token)) {
      pace.delay(delay);
    }
    if (!pace.isDue(token)) {
      if (line != null) {
        line.flush();
      }
      pace.await(token);
    }
  }

  private boolean isAt(int tokens, int made) {
    return made == Math.min(tokens, total);
  }

  private void breakOff(Fault.CutAfter cut) {
    if (cut.reset()) {
      exchange.cut(new byte[0]);
    } else {
      exchange.hangUp();
    }
  }

  /// The answer as a stream.
  private final class Stream {
    private final Voice voice;
    private final Line line =
        new Line(exchange, head(Heads.EVENTS), fault instanceof Fault.Compressed);

    Stream(Voice voice) {
      this.voice = voice;
    }

    void play() {
      if (breaksBefore(Fault.ErrorEvent.FIRST)) {
        return;
      }
      line.say(voice.opening());
      int made = 0;
      for (int copy = 0; copy < answer.scripts().size(); copy++) {
        for (Script.Token token : answer.scripts().get(copy).tokens()) {
          if (breaksBefore(made)) {
            return;
          }
          await(made++, line);
          bill.said(token);
          line.say(voice.says(copy, token));
        }
      }
      if (!breaksBefore(made)) {
        await(made, line);
        line.say(voice.closing());
        line.end(fault instanceof Fault.NoTerminator ? "" : voice.end());
      }
    }

    private boolean breaksBefore(int token) {
      switch (fault) {
        case Fault.CutAfter cut when isAt(cut.tokens(), token) -> {
          line.flush();
          breakOff(cut);
          return true;
        }
        case Fault.ErrorEvent(int tokens) when isAt(tokens, token) -> {
          line.end(voice.error(Rejected.status(529), requestId));
          return true;
        }
        case Fault.Malformed(int tokens) when isAt(tokens, token) -> line.say(GARBAGE);
        case Fault _ -> {}
      }
      return false;
    }
  }
}
