/// A provider that speaks the wire languages over a real socket, with fault plans and a meter that
/// bills from a price table of its own.
@org.jspecify.annotations.NullMarked
package dev.headgate.simulate;
