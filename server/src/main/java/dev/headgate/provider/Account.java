package dev.headgate.provider;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Our keys at a provider, and which of them rest for a while: because it limits their rate, their
/// money is used up, or it does not know them. An attempt takes one that does not rest, if there is
/// any, each in proportion to its weight.
final class Account {
  /// The longest that a key rests.
  private static final long REST = 60_000_000_000L;

  private record Rest(Fault.Kind why, long until) {}

  private final List<ApiKey> keys;
  private final RandomGenerator random;
  private final Map<ApiKey, Rest> rests = new HashMap<>();

  Account(List<ApiKey> keys, RandomGenerator random) {
    this.keys = keys;
    this.random = random;
  }

  /// None if the provider asks for none.
  synchronized @Nullable ApiKey choose(long now) {
    List<ApiKey> awake = awake(now);
    List<ApiKey> among = awake.isEmpty() ? keys : awake;
    if (among.size() < 2) {
      return among.isEmpty() ? null : among.getFirst();
    }
    int draw = random.nextInt(among.stream().mapToInt(ApiKey::weight).sum());
    for (ApiKey key : among) {
      draw -= key.weight();
      if (draw < 0) {
        return key;
      }
    }
    return among.getLast();
  }

  private List<ApiKey> awake(long now) {
    rests.values().removeIf(rest -> now - rest.until >= 0);
    return keys.stream().filter(key -> !rests.containsKey(key)).toList();
  }

  /// What became of an attempt with a key. Says whether another key may have more luck at once.
  synchronized boolean failed(@Nullable ApiKey key, Fault fault, long now) {
    if (key == null || !fault.kind().isOfTheKey()) {
      return false;
    }
    var asked = fault.retryAfter();
    long rest = asked == null ? REST : Math.min(REST, asked.toNanos());
    rests.put(key, new Rest(fault.kind(), now + rest));
    return !awake(now).isEmpty();
  }

  synchronized void answered(@Nullable ApiKey key) {
    if (key != null) {
      rests.remove(key);
    }
  }

  /// Why all keys rest, if they do for a reason that lasts.
  synchronized Optional<Fault.Kind> trouble(long now) {
    return keys.isEmpty() || !awake(now).isEmpty()
        ? Optional.empty()
        : Optional.of(rests.values().iterator().next().why).filter(Fault.Kind::isForTheOperator);
  }
}
