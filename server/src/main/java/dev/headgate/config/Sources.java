package dev.headgate.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The files that a configuration was made of, as they were when they were read: what to watch, and
/// the version of the whole.
public final class Sources {
  private static final byte[] UNREAD = {};

  private final Map<Path, byte[]> read = new LinkedHashMap<>();

  /// A file that was opened and does not serve.
  private static final class Unfit extends IOException {
    Unfit(String why) {
      super(why);
    }
  }

  /// Every file asked for, those that could not be read included: they may come.
  public Set<Path> files() {
    return Set.copyOf(read.keySet());
  }

  /// Changes with any byte of any of them.
  public ContentHash hash() {
    return ContentHash.of(List.copyOf(read.values()));
  }

  /// The file's text, if it is UTF-8 and has at most `limit` bytes; else `trouble` hears why not.
  Optional<String> text(Path file, int limit, Consumer<String> trouble) {
    read.putIfAbsent(file, UNREAD);
    try {
      byte[] bytes = bytes(file, limit);
      read.put(file, bytes);
      return Optional.of(decoded(bytes));
    } catch (IOException failed) {
      trouble.accept(
          switch (failed) {
            case Unfit unfit -> String.valueOf(unfit.getMessage());
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "may not be read (permission denied)";
            default -> "cannot be read (" + failed.getClass().getSimpleName() + ")";
          });
      return Optional.empty();
    }
  }

  Optional<TextFile> textFile(Path file, int limit, Consumer<String> trouble) {
    return text(file, limit, trouble).map(text -> new TextFile(file, text));
  }

  private static byte[] bytes(Path file, int limit) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new Unfit(
          attributes.isDirectory() ? "a directory (expected: a file)" : "not a regular file");
    }
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new Unfit("larger than " + Units.shown(limit));
      }
      return bytes;
    }
  }

  private static String decoded(byte[] bytes) throws Unfit {
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    if (UTF_8.newDecoder().decode(in, out, true).isError()) {
      long ends = out.flip().chars().filter(each -> each == '\n').count();
      throw new Unfit("not UTF-8 (first in line " + (ends + 1) + ")");
    }
    String text = out.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
