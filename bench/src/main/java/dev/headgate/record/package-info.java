/// What the benchmark asks of the record's own classes, one by one.
@org.jspecify.annotations.NullMarked
package dev.headgate.record;
