package dev.headgate.provider;

import dev.headgate.base.Stop;
import dev.headgate.base.Trace;
import dev.headgate.protocol.CallBody;
import dev.headgate.route.Plan;

/// What one call wants of the providers: who is to be asked what, who pays, the trace that each
/// attempt is a span of, and who says when nobody waits for an answer any more.
public record Order(Plan plan, CallBody body, Trace trace, Funds funds, Stop stop) {}
