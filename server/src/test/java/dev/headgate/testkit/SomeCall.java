package dev.headgate.testkit;

import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.base.Trace;
import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Terms;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import dev.headgate.record.CallRecord.Asked;
import dev.headgate.record.CallRecord.Ending;
import dev.headgate.record.CallRecord.Served;
import dev.headgate.record.CallRecord.Spend;
import dev.headgate.record.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records of calls that nobody made.
public final class SomeCall {
  private static final Usage USAGE = Usage.ofText(10, 2, 0, 5, 1, Usage.Source.PROVIDER);
  private static final Trace TRACE =
      new Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", null, true, null);

  private SomeCall() {}

  /// One of a feature's, with one attempt; 17 tokens.
  public static CallRecord ended(Outcome outcome, double millis, @Nullable Double firstToken) {
    return new CallRecord(
        "0199f3c1-7a52-7c3e-9d54-1f0a6b2c8e47",
        1_760_692_864_210L,
        TRACE,
        new Asked("features", "open", null, "feature/f", "f", firstToken != null, null, Map.of()),
        new Served(
            "control",
            1,
            "key",
            "sim/sim-small",
            null,
            null,
            List.of("sim/sim-small"),
            List.of(),
            "v1"),
        new Ending(outcome, null, 200, null, millis, firstToken, null),
        new Spend(USAGE, new NanoUsd(1_000), "p1"),
        List.of(attempt(millis)));
  }

  /// One with nothing left out.
  public static CallRecord full() {
    return new CallRecord(
        "0199f3c1-7a52-7c3e-9d54-1f0a6b2c8e47",
        1_760_692_864_210L,
        new Trace(TRACE.id(), TRACE.span(), "00f067aa0ba902b7", true, "a=b"),
        new Asked("chat", "key", "team", "model", "feature", true, 9, Map.of("tag", "value")),
        new Served(
            "variant",
            1,
            "key",
            "sim/sim-small",
            "canned",
            9,
            List.of("sim/sim-small"),
            List.of("other/model: not configured"),
            "v1"),
        new Ending(Outcome.CUT, "cause", 200, "stop", 1, 1.0, 1.0),
        new Spend(USAGE, new NanoUsd(1_000), "p1"),
        List.of(attempt(1)));
  }

  private static AttemptRecord attempt(double millis) {
    var cost = new Cost(List.of(new Cost.Line(Unit.INPUT, 10, 100_000)), "sim/sim-small");
    return new AttemptRecord(
        1,
        "sim/sim-small",
        "00f067aa0ba902b8",
        new Terms("sim-small", "default", null, null),
        0.5,
        1.0,
        millis,
        200,
        Outcome.ANSWERED,
        "cause",
        USAGE,
        cost,
        "retry");
  }
}
