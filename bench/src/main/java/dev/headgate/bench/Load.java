package dev.headgate.bench;

import java.time.Duration;
import java.util.List;

/// One question put to every gateway. `rate` calls a second are started when they are due, whether
/// the last ones have been answered or not; at rate 0 each of the `connections` starts its next
/// call when it has the answer to the last.
record Load(String name, int body, Script script, int connections, int rate) {
  private static final int KB = 1024;
  private static final int SATURATING = 64;
  private static final int SPARE = 200;
  private static final int CHUNKS = 60;
  private static final Duration PACE = Duration.ofMillis(10);
  private static final Script AT_ONCE = Script.whole(Duration.ZERO);
  private static final Script SLOW = Script.whole(Duration.ofMillis(50));

  static final Load SMALL = new Load("1 KB call", KB, AT_ONCE, SATURATING, 0);
  static final Load LARGE = new Load("32 KB call", 32 * KB, AT_ONCE, SATURATING, 0);
  static final Load FEW_STREAMS = streams(20);
  static final Load MANY_STREAMS = streams(100);
  static final Load PACED = new Load("1 KB, upstream 0 ms", KB, AT_ONCE, SPARE, 1_000);
  static final Load PACED_SLOW = new Load("1 KB, upstream 50 ms", KB, SLOW, SPARE, 1_000);
  static final Load PACED_LARGE = new Load("32 KB, upstream 50 ms", 32 * KB, SLOW, SPARE, 1_000);

  static final List<Load> ALL =
      List.of(SMALL, LARGE, FEW_STREAMS, MANY_STREAMS, PACED, PACED_SLOW, PACED_LARGE);

  private static Load streams(int count) {
    String name = "SSE chunk, " + count + " streams";
    return new Load(name, KB, Script.stream(CHUNKS, PACE), count, 0);
  }

  /// Streams that stay open: a chunk every 2 s, for 2 minutes.
  static Load open(int count) {
    Script slow = Script.stream(CHUNKS, Duration.ofSeconds(2));
    return new Load(count + " open streams", KB, slow, count, 0);
  }

  boolean streaming() {
    return script.chunks() > 0;
  }
}
