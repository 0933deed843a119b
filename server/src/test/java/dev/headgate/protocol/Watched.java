package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A reading with the steps that it took over an answer.
record Watched(Reading reading, List<Step> steps) {
  /// Bytes of the request that is answered.
  private static final int REQUEST = 300;

  static Watched stream(Surface surface, String... events) {
    return answer(surface, true, 200, "text/event-stream; charset=utf-8", events);
  }

  static Watched whole(Surface surface, String body) {
    return answer(surface, false, 200, "application/json", body);
  }

  /// A whole answer, cut where chance says.
  static Watched cut(Surface surface, String body, long seed) {
    Reading reading = Readings.of(surface, false, REQUEST);
    reading.head(new Head(200, List.of(new Field("content-type", "application/json"))));
    byte[] bytes = body.getBytes(UTF_8);
    var steps = new ArrayList<Step>();
    int from = 0;
    for (int to : cuts(bytes.length, seed)) {
      byte[] piece = new byte[to - from + 2]; // what else stands in a buffer concerns nobody
      System.arraycopy(bytes, from, piece, 1, to - from);
      steps.add(reading.take(piece, 1, piece.length - 1, new Out()));
      from = to;
    }
    steps.add(reading.end(new Out()));
    return new Watched(reading, steps);
  }

  static Watched failed(Surface surface, int status, String body) {
    return answer(surface, false, status, "application/json", body);
  }

  /// Feeds the pieces as the transport does: to the last or broken one, else to the end.
  static Watched answer(
      Surface surface, boolean stream, int status, String type, String... pieces) {
    Reading reading = Readings.of(surface, stream, REQUEST);
    reading.head(new Head(status, List.of(new Field("content-type", type))));
    return new Watched(reading, steps(reading, List.of(pieces)));
  }

  private static List<Step> steps(Tap tap, List<String> pieces) {
    var steps = new ArrayList<Step>();
    var nowhere = new Out();
    for (String piece : pieces) {
      byte[] bytes = padded(piece);
      steps.add(tap.take(bytes, 3, bytes.length - 3, nowhere));
      if (steps.getLast() == Step.LAST || steps.getLast() == Step.BROKEN) {
        return steps;
      }
    }
    steps.add(tap.end(nowhere));
    return steps;
  }

  /// What else stands in a buffer concerns nobody.
  private static byte[] padded(String piece) {
    byte[] bytes = piece.getBytes(UTF_8);
    byte[] padded = new byte[bytes.length + 6];
    java.util.Arrays.fill(padded, (byte) '}');
    System.arraycopy(bytes, 0, padded, 3, bytes.length);
    return padded;
  }

  /// What the rendering makes of these pieces, all of it.
  static String rendered(Tap rendering, String... pieces) {
    var out = new Out();
    for (String piece : pieces) {
      byte[] bytes = padded(piece);
      rendering.take(bytes, 3, bytes.length - 3, out);
    }
    rendering.end(out);
    return new String(out.takeAllBut(0), UTF_8);
  }

  /// Where chance cuts a body of this many bytes, also within characters.
  static List<Integer> cuts(int size, long seed) {
    var chance = new Random(seed);
    var cuts = new ArrayList<Integer>();
    for (int at = 0; at < size; ) {
      at = Math.min(size, at + 1 + chance.nextInt(chance.nextBoolean() ? 3 : 200));
      cuts.add(at);
    }
    return cuts;
  }

  Step last() {
    return steps.getLast();
  }
}
