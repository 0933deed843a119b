/// What goes wrong at providers, played against a real gate on every surface, and whether the gate
/// tells the truth.
@org.jspecify.annotations.NullMarked
package dev.headgate.scenario;
