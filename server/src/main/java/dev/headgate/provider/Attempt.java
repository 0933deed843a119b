package dev.headgate.provider;

import dev.headgate.route.Target;

/// One upstream request of a call, counted from 1 over all targets.
public record Attempt(int number, Target target) {}
