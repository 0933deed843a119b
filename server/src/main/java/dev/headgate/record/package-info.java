/// The call record: the one description of a finished call, from which everything else is made.
@org.jspecify.annotations.NullMarked
package dev.headgate.record;
