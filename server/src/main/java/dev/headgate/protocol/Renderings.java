package dev.headgate.protocol;

import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;

/// What becomes of an answer whose client speaks its provider's language.
public final class Renderings {
  private Renderings() {}

  /// Every byte as it came.
  public static Tap unchanged() {
    return new Unchanged();
  }

  /// A chat stream without the usage that we, not the client, asked for.
  public static Tap withoutInjectedUsage() {
    return new UsageRemoval();
  }

  private record Unchanged() implements Tap {
    @Override
    public Step take(byte[] bytes, int from, int to, Out out) {
      out.write(bytes, from, to);
      return Step.MORE;
    }

    @Override
    public Step end(Out out) {
      return Step.LAST;
    }
  }
}
