package dev.headgate.config;

import java.nio.file.Path;

/// A file that a configuration names, such as a prompt, and its text, which is never printed.
public record TextFile(Path path, String text) {

  @Override
  public String toString() {
    return path.toString();
  }
}
