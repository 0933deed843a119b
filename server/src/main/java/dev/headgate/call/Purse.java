package dev.headgate.call;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.protocol.CallBody;
import dev.headgate.provider.Attempt;
import dev.headgate.provider.Ended;
import dev.headgate.provider.Funds;
import dev.headgate.provider.Reservation;
import dev.headgate.record.Records;
import java.time.Duration;

/// Where an attempt, its price and the call's record meet: before every attempt, and after it.
/// Grants the feature's output cap.
record Purse(Call call, int outputCap, Spending spending, Records records) implements Funds {
  private static final Refusal FULL =
      new Refusal(
          Code.STORE_UNAVAILABLE,
          "Calls cannot be recorded at present, and are refused meanwhile.",
          null,
          Duration.ofSeconds(5));

  @Override
  public Decision<Reservation> reserve(Attempt attempt, CallBody body) {
    call.attempt = attempt;
    call.granted = outputCap;
    if (!records.started(new Entry(call).start(attempt))) {
      return Decision.no(FULL);
    }
    return Decision.yes(new Grant(spending.begin(attempt)));
  }

  private final class Grant implements Reservation {
    private final Spending.Open open;

    Grant(Spending.Open open) {
      this.open = open;
    }

    @Override
    public int outputCap() {
      return outputCap;
    }

    @Override
    public void settle(Ended how) {
      open.settle(how);
    }

    @Override
    public void close() {}
  }
}
