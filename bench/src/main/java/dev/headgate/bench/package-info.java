/// What Headgate costs beside nginx: an upstream mock, callers, and the accounts of the processes
/// between them.
@org.jspecify.annotations.NullMarked
package dev.headgate.bench;
