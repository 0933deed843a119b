package dev.headgate.call;

import dev.headgate.base.Decision;
import dev.headgate.protocol.CallBody;
import dev.headgate.provider.Attempt;
import dev.headgate.provider.Ended;
import dev.headgate.provider.Funds;
import dev.headgate.provider.Reservation;

/// Where an attempt, its limits and the call's record meet. Grants the feature's output cap.
record Purse(Call call, int outputCap) implements Funds {
  @Override
  public Decision<Reservation> reserve(Attempt attempt, CallBody body) {
    call.attempt = attempt;
    call.granted = outputCap;
    return Decision.yes(new Grant());
  }

  private final class Grant implements Reservation {
    @Override
    public int outputCap() {
      return outputCap;
    }

    @Override
    public void settle(Ended how) {
      call.usage =
          switch (how) {
            case Ended.Billed billed -> call.usage.plus(billed.usage());
            case Ended.Cut cut -> call.usage.plus(cut.soFar().estimated());
            case Ended.Unsent _, Ended.Unbilled _ -> call.usage;
          };
    }

    @Override
    public void close() {}
  }
}
