/// The composition root: the configuration as a whole, and what is made of it.
@org.jspecify.annotations.NullMarked
package dev.headgate;
