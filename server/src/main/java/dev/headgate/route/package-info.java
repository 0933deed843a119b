/// From what a caller asks for to a plan: whom to ask, in which order, within which limits.
@org.jspecify.annotations.NullMarked
package dev.headgate.route;
