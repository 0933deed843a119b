/// What the outside sees of calls while they happen: the lines of the log, metrics and traces.
@org.jspecify.annotations.NullMarked
package dev.headgate.telemetry;
