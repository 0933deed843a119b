package dev.headgate.record;

import dev.headgate.base.Trace;

/// An attempt that is about to be sent, with what is known of its call by then: enough to tell,
/// after a crash, what was under way.
public record CallStart(
    String id,
    long epochMillis,
    Trace trace,
    CallRecord.Asked asked,
    CallRecord.Served served,
    int attempt,
    String target) {}
