package dev.headgate.provider;

import dev.headgate.base.Trace;
import dev.headgate.route.Target;

/// One upstream request of a call, counted from 1 over all targets; `span` is its 16 hex digits in
/// the call's trace.
public record Attempt(int number, Target target, String span) {
  Attempt(int number, Target target) {
    this(number, target, Trace.newSpan());
  }
}
