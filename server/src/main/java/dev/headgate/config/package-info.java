/// Reads one file and the environment into records, and reports every problem at once.
@org.jspecify.annotations.NullMarked
package dev.headgate.config;
