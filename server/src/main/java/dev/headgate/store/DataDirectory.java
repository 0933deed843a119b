package dev.headgate.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The directory that a node keeps its data in, held by one process at a time. Its identity is a
/// UUID inside it, so that a copy can be told from another node.
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String NODE = "node";
  private static final String OWNER = "rwx------"; // what stands in it is nobody else's business

  private final Path path;
  private final FileChannel channel;
  private final String node;

  private DataDirectory(Path path, FileChannel channel, String node) {
    this.path = path;
    this.channel = channel;
    this.node = node;
  }

  /// Takes hold of the directory; makes it if it is not there. `newNode` is the identity of a new
  /// one.
  public static DataDirectory open(Path path, String newNode) {
    try {
      if (!Files.isDirectory(path)) {
        var owner = PosixFilePermissions.fromString(OWNER);
        Files.createDirectories(path, PosixFilePermissions.asFileAttribute(owner));
      }
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel).isEmpty()) {
        channel.close();
        throw new StoreException.Locked(
            "data directory "
                + path
                + ": in use by another headgate (expected: one process; stop"
                + " the other one, or give this one another server.data-dir)");
      }
      return new DataDirectory(path, channel, identity(path.resolve(NODE), newNode));
    } catch (IOException refused) {
      throw unusable("data directory " + path, refused);
    }
  }

  private static Optional<FileLock> lock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException ours) { // held elsewhere in this process
      return Optional.empty();
    }
  }

  private static String identity(Path file, String newNode) throws IOException {
    if (!Files.exists(file)) {
      Files.writeString(file, newNode + "\n");
    }
    return Files.readString(file, UTF_8).strip();
  }

  static StoreException unusable(String what, IOException why) {
    return new StoreException(
        what + ": cannot be used: " + reason(why) + " (expected: a directory that can be written)",
        why);
  }

  /// In a person's words, without the file, which stands before it.
  private static String reason(IOException why) {
    return switch (why) {
      case FileAlreadyExistsException _ -> "a file is in its place";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(why.getMessage());
    };
  }

  public Path path() {
    return path;
  }

  /// Names the node.
  public String node() {
    return node;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException stays) {
      throw unusable(path.resolve(LOCK).toString(), stays);
    }
  }
}
