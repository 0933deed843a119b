package dev.headgate.route;

import dev.headgate.config.Section;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The four deadlines of a call: to connect, until the first content, between contents, and for all
/// of it. Comments, pings and empty deltas reset none of them.
public record Timeouts(Duration connect, Duration firstToken, Duration idle, Duration total) {
  /// What raw surfaces get where the configuration says nothing.
  public static final Timeouts STANDARD =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(120),
          Duration.ofSeconds(60),
          Duration.ofSeconds(600));

  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofHours(1);

  /// What a `timeouts` section changes of others.
  public static UnaryOperator<Timeouts> read(Section in) {
    var connect = in.duration("connect", LEAST, Duration.ofSeconds(30));
    var firstToken = in.duration("first-token", LEAST, MOST);
    var idle = in.duration("idle", LEAST, MOST);
    var total = in.duration("total", LEAST, MOST);
    fits(in, "connect", connect, total);
    fits(in, "first-token", firstToken, total);
    fits(in, "idle", idle, total);
    return base ->
        new Timeouts(
            connect.orElse(base.connect),
            firstToken.orElse(base.firstToken),
            idle.orElse(base.idle),
            total.orElse(base.total));
  }

  /// What is longer than the whole could never pass.
  private static void fits(
      Section in, String key, Optional<Duration> part, Optional<Duration> total) {
    if (part.isPresent() && total.isPresent() && part.get().compareTo(total.get()) > 0) {
      in.problem(
          key,
          in.shown(key)
              + " of a total of "
              + in.shown("total")
              + " (expected: not longer than it)");
    }
  }

  /// The same with a `total` of at most this; never longer.
  public Timeouts within(Duration most) {
    return most.compareTo(total) < 0 ? new Timeouts(connect, firstToken, idle, most) : this;
  }
}
