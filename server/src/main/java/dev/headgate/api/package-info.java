/// The surfaces that clients call: paths, methods, and who serves them.
@org.jspecify.annotations.NullMarked
package dev.headgate.api;
