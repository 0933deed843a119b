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
      case OPENAI -> input(all, all < 1024 ? 0 : all / 128 * 128, ask.model(), prompt.hash());
      case ANTHROPIC -> input(all, prompt.markedTokens(), ask.model(), prompt.markedHash());
    };
  }

  private synchronized Tokens input(long all, long kept, String model, int hash) {
    if (kept == 0) {
      return Tokens.input(all);
    }
    boolean hit = known.put(new Key(model, hash), true) != null;
    return new Tokens(all - kept, hit ? kept : 0, hit ? 0 : kept, 0, 0);
  }
}
