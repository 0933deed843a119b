package dev.headgate.record;

import java.time.Instant;

/// The sums over the calls of a minute, an hour or a day.
public record UsageStep(Instant start, UsageRow.Totals totals) {}
