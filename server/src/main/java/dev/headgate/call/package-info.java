/// The story of one call. `Gateway` tells it; the other types are what it speaks of.
@org.jspecify.annotations.NullMarked
package dev.headgate.call;
