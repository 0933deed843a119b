package dev.headgate.provider;

/// How a target and its provider have done of late, and what that means for the next attempt. What
/// is the provider's is shared by its targets.
record Standing(
    Account account, Bulkhead bulkhead, Circuit circuit, Latency latency, RetryBudget retries) {}
