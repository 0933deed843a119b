/// What an old Java can still read: says in one line which Java is needed, or starts the program.
@org.jspecify.annotations.NullMarked
package dev.headgate.boot;
