package dev.headgate.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One file of the journal, mapped into memory. After a header of 32 bytes (a word that says what
/// it is, a salt, the position of its first byte, its capacity) come entries, each at a multiple of
/// eight: length, checksum, bytes. A length is stored last, so that what has one is whole. The
/// checksum is over salt and place too: no entry can hold bytes that pass for another.
final class Segment {
  static final int HEADER = 32;
  static final int LARGEST = 1 << 20;

  private static final String SUFFIX = ".journal";
  private static final long WORD = 0x48454144_4a4e4c31L; // HEADJNL1
  private static final int FRAME = 8; // length and checksum
  private static final byte[] ZEROES = new byte[1 << 16];

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final VarHandle LENGTH = INT.varHandle();

  final long base;
  private final Path file;
  private final Arena arena;
  private final MemorySegment bytes;
  private final long salt;
  private final long capacity;
  private final AtomicLong claimed = new AtomicLong(HEADER);
  private final boolean live; // of this process: what is unfinished in it may still be finished
  private volatile long end = Long.MAX_VALUE; // where entries end, once no more are taken

  private Segment(Path file, Arena arena, MemorySegment bytes, boolean live) {
    this.file = file;
    this.arena = arena;
    this.bytes = bytes;
    this.live = live;
    salt = bytes.get(LONG, 8);
    base = bytes.get(LONG, 16);
    capacity = bytes.get(LONG, 24);
  }

  /// Makes a file of zeroes, so that a full disk shows here and not in the middle of a call.
  static Segment create(Path directory, long base, int capacity, long salt) throws IOException {
    Path file = directory.resolve("%016x".formatted(base) + SUFFIX);
    boolean whole = false;
    try {
      fill(file, capacity);
      Segment made = map(file, salt, base, capacity);
      whole = true;
      return made;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void fill(Path file, int capacity) throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (int left = capacity; left > 0; ) {
        left -= channel.write(ByteBuffer.wrap(ZEROES, 0, Math.min(left, ZEROES.length)));
      }
    }
  }

  private static Segment map(Path file, long salt, long base, long capacity) throws IOException {
    Arena arena = arena();
    MemorySegment bytes = mapped(file, arena, capacity);
    bytes.set(LONG, 8, salt);
    bytes.set(LONG, 16, base);
    bytes.set(LONG, 24, capacity);
    bytes.set(LONG, 0, WORD); // last: without it the file is none of ours
    return new Segment(file, arena, bytes, true);
  }

  /// Closed with the segment.
  @SuppressWarnings("MustBeClosedChecker")
  private static Arena arena() {
    return Arena.ofShared();
  }

  private static MemorySegment mapped(Path file, Arena arena, long size) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, size, arena);
    }
  }

  /// One that an earlier process left, or nothing if the file is none. It takes no more entries.
  static Optional<Segment> recover(Path file) throws IOException {
    long size = Files.size(file);
    if (!file.toString().endsWith(SUFFIX) || size < HEADER) {
      return Optional.empty();
    }
    Arena arena = arena();
    MemorySegment bytes = mapped(file, arena, size);
    boolean ours = bytes.get(LONG, 0) == WORD && bytes.get(LONG, 16) >= 0;
    if (!ours || bytes.get(LONG, 24) < size) {
      arena.close();
      return Optional.empty();
    }
    var found = new Segment(file, arena, bytes, false);
    found.claimed.set(size);
    found.end = size;
    return Optional.of(found);
  }

  static int frame(int length) {
    return (FRAME + length + 7) & -8;
  }

  /// The place of a new entry of `size` bytes with its frame, or -1 if there is none left.
  long claim(int size) {
    if (end != Long.MAX_VALUE) {
      return -1;
    }
    long at = claimed.getAndAdd(size);
    if (at + size <= capacity) {
      return at;
    }
    if (at <= capacity) { // of those that found no place only the first was within
      end = at;
    }
    return -1;
  }

  void write(long at, byte[] entry) {
    MemorySegment.copy(entry, 0, bytes, ValueLayout.JAVA_BYTE, at + FRAME, entry.length);
    bytes.set(INT, at + 4, checksum(entry, at));
    LENGTH.setVolatile(bytes, at, entry.length);
  }

  /// The entry at a place, if a whole one stands there.
  byte @Nullable [] read(long at) {
    int length = at + FRAME <= bytes.byteSize() ? (int) LENGTH.getVolatile(bytes, at) : 0;
    if (length <= 0 || length > LARGEST || at + FRAME + length > bytes.byteSize()) {
      return null;
    }
    byte[] entry = new byte[length];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at + FRAME, entry, 0, length);
    return checksum(entry, at) == bytes.get(INT, at + 4) ? entry : null;
  }

  private int checksum(byte[] entry, long at) {
    var crc = new CRC32C();
    crc.update(entry, 0, entry.length);
    for (long left = salt ^ (base + at), i = 0; i < 8; i++, left >>>= 8) {
      crc.update((int) left & 0xff);
    }
    return (int) crc.getValue();
  }

  /// The next place after `at` where a whole entry stands, or where entries end.
  long resync(long at) {
    long most = claimed();
    long next = at + 8;
    while (next < most && read(next) == null) {
      next += 8;
    }
    return Math.min(next, most);
  }

  /// Whether nothing was ever written there.
  boolean isBlank(long from, long to) {
    for (long at = from; at + 8 <= to; at += 8) {
      if (bytes.get(LONG, at) != 0) {
        return false;
      }
    }
    return true;
  }

  /// Up to where places have been given away.
  long claimed() {
    return Math.min(Math.min(claimed.get(), end), bytes.byteSize());
  }

  boolean isLive() {
    return live;
  }

  /// Whether no entry will ever stand at `at` or behind it.
  boolean isOver(long at) {
    return at >= end;
  }

  /// The position of the first byte behind it, which is where the next begins.
  long next() {
    return base + capacity;
  }

  void force() {
    bytes.force();
  }

  Path file() {
    return file;
  }

  /// Gives its memory and its file back.
  void delete() throws IOException {
    arena.close();
    Files.deleteIfExists(file);
  }

  void close() {
    arena.close();
  }
}
