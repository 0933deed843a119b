package dev.headgate.simulate;

import dev.headgate.protocol.Family;
import java.util.LinkedHashMap;
import java.util.Map;

/// The vendors' caches of prompts: the latest 10,000 by model and hash. OpenAI keeps prompts of
/// 1,024 tokens and more, in steps of 128, unasked; Anthropic what stands before a mark.
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

  /// The input of a request: what can be kept is written the first time, and read from then on.
  Tokens input(Family family, Ask ask) {
    Texts prompt = ask.prompt();
    long all = prompt.tokens();
    return switch (family) {
      case OPENAI -> {
        long stored = all < 1024 ? 0 : all / 128 * 128;
        long kept = ask.keepsLonger() ? stored : 0;
        yield input(all, stored, kept, new Key(ask.model(), prompt.hash()));
      }
      case ANTHROPIC ->
          input(
              all,
              prompt.markedTokens(),
              prompt.keptTokens(),
              new Key(ask.model(), prompt.markedHash()));
    };
  }

  /// Of `all` tokens the first `stored` go to the cache, of which the first `kept` stay longer.
  private synchronized Tokens input(long all, long stored, long kept, Key key) {
    if (stored == 0) {
      return Tokens.input(all);
    }
    return known.put(key, true) == null
        ? new Tokens(all - stored, 0, stored - kept, kept, 0, 0, 0)
        : new Tokens(all - stored, stored, 0, 0, 0, 0, 0);
  }
}
