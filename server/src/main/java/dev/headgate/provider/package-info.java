/// Targets behind deadlines and retries: one place decides what is sent, when again, and when not.
@org.jspecify.annotations.NullMarked
package dev.headgate.provider;
