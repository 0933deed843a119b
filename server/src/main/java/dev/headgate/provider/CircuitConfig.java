package dev.headgate.provider;

import dev.headgate.base.Share;
import dev.headgate.config.Section;
import java.time.Duration;
import java.util.Optional;

/// When the targets of a provider are left alone for a while: `circuit: { failures: 50%,
/// probe-every: 10s }`. Of the attempts within `window`, at least `least`, so large a share has
/// failed, or was slower to its first content than `slowAfter`. Not `enabled` it never opens.
record CircuitConfig(
    boolean enabled,
    Duration window,
    int least,
    Share failures,
    Share slow,
    Duration slowAfter,
    Duration probeEvery) {
  static final CircuitConfig STANDARD =
      new CircuitConfig(
          true,
          Duration.ofSeconds(60),
          10,
          Share.parse("50%"),
          Share.parse("80%"),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10));

  private static final Duration LEAST = Duration.ofMillis(10);
  private static final Duration MOST = Duration.ofHours(1);

  static CircuitConfig read(Section in) {
    return new CircuitConfig(
        in.flag("enabled", STANDARD.enabled),
        in.duration("window", STANDARD.window, LEAST, MOST),
        in.integer("least", STANDARD.least, 1, Circuit.MOST),
        share(in, "failures", STANDARD.failures),
        share(in, "slow", STANDARD.slow),
        in.duration("slow-after", STANDARD.slowAfter, LEAST, MOST),
        in.duration("probe-every", STANDARD.probeEvery, LEAST, MOST));
  }

  private static Share share(Section in, String key, Share otherwise) {
    return in.value(key, "a share above 0%, as 50%", CircuitConfig::share).orElse(otherwise);
  }

  private static Optional<Share> share(String text) {
    try {
      return Optional.of(Share.parse(text)).filter(share -> share.thousandths() > 0);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}
