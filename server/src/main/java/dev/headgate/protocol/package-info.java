/// The wire languages of the vendors: read, edited in place, answered in.
@org.jspecify.annotations.NullMarked
package dev.headgate.protocol;
