package dev.headgate.config;

import java.nio.file.Path;

/// Reads a file, at most 1 MB of YAML, into its root section. What is wrong with it as a whole is
/// one problem, and the section then keeps silent about what it lacks.
public final class ConfigFile {
  private static final int BYTES = 1 << 20;

  private ConfigFile() {}

  public static Section read(Path file, Environment environment, Problems problems) {
    var sources = new Sources();
    Node root =
        sources
            .text(file, BYTES, why -> problems.note(new Place(file, 0, ""), why))
            .map(text -> Yaml.parse(text, file, problems))
            .orElse(new Node.Refused(0));
    return Section.root(root, new References(file, environment, sources), problems);
  }

  /// Reads a text that was made or read elsewhere; `name` stands for it in problems, and paths are
  /// relative to it.
  public static Section of(String text, Path name, Environment environment, Problems problems) {
    Node root = Yaml.parse(text, name, problems);
    return Section.root(root, new References(name, environment, new Sources()), problems);
  }
}
