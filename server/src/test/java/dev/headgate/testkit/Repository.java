package dev.headgate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The source tree that the tests run in.
public final class Repository {
  private static final Set<String> NOT_SOURCES =
      Set.of(".git", ".idea", ".vscode", "target", "node_modules", "headgate-data");

  private Repository() {}

  /// The directory that holds the Maven wrapper.
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("mvnw"))) {
      here = here.getParent();
    }
    return here;
  }

  /// All files that are kept, by path from the root, in order.
  public static List<Path> files() {
    return files("");
  }

  /// Those whose names end so.
  public static List<Path> files(String ending) {
    var found = new ArrayList<Path>();
    Path root = root();
    try {
      Files.walkFileTree(root, new SourcesOnly(root, ending, found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  /// The text of a file given by its path from the root.
  public static String read(Path file) {
    try {
      return new String(Files.readAllBytes(root().resolve(file)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class SourcesOnly extends SimpleFileVisitor<Path> {
    private final Path root;
    private final String ending;
    private final List<Path> found;

    SourcesOnly(Path root, String ending, List<Path> found) {
      this.root = root;
      this.ending = ending;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      boolean kept = !NOT_SOURCES.contains(directory.getFileName().toString());
      return kept || directory.equals(root)
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      if (name.endsWith(ending) && !NOT_SOURCES.contains(name)) {
        found.add(root.relativize(file));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
