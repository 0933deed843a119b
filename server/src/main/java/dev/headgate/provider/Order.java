package dev.headgate.provider;

import dev.headgate.base.Stop;
import dev.headgate.base.Trace;
import dev.headgate.protocol.CallBody;
import dev.headgate.route.Plan;
import dev.headgate.route.Target;
import java.util.function.BiConsumer;

/// What one call wants of the providers: who is to be asked what, who pays, the trace that each
/// attempt is a span of, who says when nobody waits for an answer any more, and who is told which
/// targets were passed over, each with the reason.
public record Order(
    Plan plan,
    CallBody body,
    Trace trace,
    Funds funds,
    Stop stop,
    BiConsumer<Target, String> rejections) {
  void passedOver(Target target, String why) {
    rejections.accept(target, why);
  }
}
