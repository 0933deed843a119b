package dev.headgate.config;

import java.util.Map;
import java.util.Optional;

/// The environment's variables by name. White space around a value does not count, and a variable
/// that is set but empty is missing.
public record Environment(Map<String, String> variables) {

  public Environment {
    variables = Map.copyOf(variables);
  }

  /// The environment of this process.
  public static Environment ofProcess() {
    return new Environment(System.getenv());
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  @Override
  public String toString() {
    return "[environment of " + variables.size() + " variables]";
  }
}
