package dev.headgate.simulate;

import java.util.LinkedHashMap;
import java.util.Map;

/// The vendor's cache of prompts: the latest 10,000 by model and hash.
final class PromptCache {
  private record Key(String model, int hash) {}

  private static final int MOST = 10_000;

  private final Map<Key, Boolean> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /// The input of a request: what can be cached is written the first time, and read from then on.
  synchronized Tokens input(Ask ask) {
    long all = ask.prompt().tokens();
    long cacheable = Math.min(all, ask.cacheable());
    if (cacheable == 0) {
      return Tokens.input(all);
    }
    boolean hit = known.put(new Key(ask.model(), ask.cacheKey()), true) != null;
    return new Tokens(all - cacheable, hit ? cacheable : 0, hit ? 0 : cacheable, 0, 0);
  }
}
