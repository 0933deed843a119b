package dev.headgate.route;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which target served a conversation last, of the latest ten thousand: what it has signed only it
/// can read. Kept in memory; who is not found goes where the plan says.
public final class Conversations {
  private static final int MOST = 10_000;

  private final Map<Long, Target> served =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Target> eldest) {
          return size() > MOST;
        }
      };

  synchronized Optional<Target> find(long conversation) {
    return Optional.ofNullable(served.get(conversation));
  }

  /// A target has answered; 0 is no conversation.
  void answered(long conversation, Target target) {
    if (conversation != 0) {
      synchronized (this) {
        served.put(conversation, target);
      }
    }
  }
}
