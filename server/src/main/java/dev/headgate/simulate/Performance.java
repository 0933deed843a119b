package dev.headgate.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.http.Exchange;
import dev.headgate.protocol.Finish;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One answer on its way: said at its pace, counted token by token, and broken where its fault
/// says.
final class Performance {
  private static final int FILTERED_AFTER = 5; // tokens
  private static final List<Field> GZIP = List.of(new Field("content-encoding", "gzip"));
  private static final String GARBAGE = Voice.event("{\"id\":\"broken\",\"choices\":[{\"del");

  private final Exchange exchange;
  private final Wire wire;
  private final Answer answer;
  private final Fault fault;
  private final Pace pace;
  private final Meter.Tab tab;
  private final String requestId;
  private final int total; // tokens

  Performance(
      Exchange exchange,
      Wire wire,
      Answer whole,
      Fault fault,
      Pace pace,
      Meter.Tab tab,
      String requestId) {
    this.exchange = exchange;
    this.wire = wire;
    this.fault = fault;
    this.pace = pace;
    this.tab = tab;
    this.requestId = requestId;
    answer =
        switch (fault) {
          case Fault.ContentFilter _ -> whole.first(FILTERED_AFTER, Finish.CONTENT_FILTER);
          case Fault.EmptyAnswer _ -> whole.first(0, Finish.STOP);
          case Fault.MissingUsage _ -> whole.withoutUsage();
          case Fault _ -> whole;
        };
    total = answer.scripts().stream().mapToInt(script -> script.tokens().size()).sum();
  }

  void play() {
    if (fault instanceof Fault.SlowFirstToken(var delay)) {
      pace.delay(delay.toNanos());
    }
    boolean other = fault instanceof Fault.WrongShape && !answer.scripts().isEmpty();
    if (answer.ask().stream() != other) {
      new Stream().play();
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
        stall(made);
        await(made++, null);
        tab.said(token);
      }
    }
    stall(made);
    await(made, null);
    byte[] body = Json.bytes(wire.whole(answer));
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

  private void stall(int made) {
    if (fault instanceof Fault.StallAfter(int tokens, var delay) && isAt(tokens, made)) {
      pace.delay(delay.toNanos());
    }
  }

  private boolean isAt(int tokens, int made) {
    return made == Math.min(tokens, total);
  }

  private void await(int token, @Nullable Line line) {
    if (!pace.isDue(token)) {
      if (line != null) {
        line.flush();
      }
      pace.await(token);
    }
  }

  private void breakOff(Fault.CutAfter cut) {
    if (cut.reset()) {
      exchange.reset();
    } else {
      exchange.cut(new byte[0]);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /// The answer as a stream.
  private final class Stream {
    private final Voice voice = wire.voice(answer);
    private final Line line =
        new Line(exchange, head(Heads.EVENTS), fault instanceof Fault.Compressed);
    private int made;

    void play() {
      if (breaks(Fault.ErrorEvent.FIRST)) {
        return;
      }
      line.say(voice.opening());
      for (int copy = 0; copy < answer.scripts().size(); copy++) {
        for (Script.Token token : answer.scripts().get(copy).tokens()) {
          if (breaks(made)) {
            return;
          }
          await(made++, line);
          tab.said(token);
          line.say(voice.says(copy, token));
        }
      }
      if (!breaks(made)) {
        await(made, line);
        line.say(voice.closing());
        line.end(fault instanceof Fault.NoTerminator ? "" : voice.end());
      }
    }

    /// Whether the answer ends here, before the token of this number.
    private boolean breaks(int token) {
      stall(token);
      return switch (fault) {
        case Fault.CutAfter cut when isAt(cut.tokens(), token) -> {
          line.flush();
          breakOff(cut);
          yield true;
        }
        case Fault.ErrorEvent(int tokens) when isAt(tokens, token) -> {
          line.end(voice.error(Rejected.status(529), requestId));
          yield true;
        }
        case Fault.Malformed(int tokens) when isAt(tokens, token) -> {
          line.say(GARBAGE);
          yield false;
        }
        case Fault _ -> false;
      };
    }
  }
}
