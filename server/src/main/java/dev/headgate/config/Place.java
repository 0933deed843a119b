package dev.headgate.config;

import java.nio.file.Path;

/// Where something stands: a file, as the user gave it, the line, from 1 (0: the file as a whole),
/// and the key, as `features.support-reply.timeouts` (empty: the file as a whole).
public record Place(Path file, int line, String key) {

  Place child(int line, String name) {
    return new Place(file, line, key.isEmpty() ? Shown.of(name) : key + "." + Shown.of(name));
  }

  Place item(int line, int index) {
    return new Place(file, line, key + "[" + index + "]");
  }

  @Override
  public String toString() {
    return file + (line == 0 ? "" : ":" + line) + (key.isEmpty() ? "" : ": " + key);
  }
}
