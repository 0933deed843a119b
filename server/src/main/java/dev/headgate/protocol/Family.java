package dev.headgate.protocol;

/// A wire family: the vendors whose requests, answers and errors have one form.
public enum Family {
  OPENAI,
  ANTHROPIC
}
