package dev.headgate.store;

import dev.headgate.config.Section;

/// How the node journals: when an entry counts as kept, how many bytes may wait to be stored, how
/// large its files are, and whether calls pass that find no place in it.
public record JournalConfig(Ack ack, long max, int segment, OnFull onFull) {
  /// When an entry counts as kept.
  public enum Ack {
    /// Once the operating system has it: a killed process loses nothing.
    CACHE,
    /// Once the disk has it: a power cut loses nothing either.
    FSYNC
  }

  /// What becomes of calls while the journal is full.
  public enum OnFull {
    /// They pass, unrecorded and counted.
    PASS,
    /// They are refused.
    REFUSE
  }

  private static final long GIGABYTE = 1L << 30;
  private static final int SEGMENT = 16 << 20;

  public static JournalConfig standard() {
    return new JournalConfig(Ack.CACHE, GIGABYTE, SEGMENT, OnFull.PASS);
  }

  /// Reads `journal: { ack: fsync, max: 1GB, segment: 16MB, on-full: pass }`.
  public static JournalConfig read(Section in) {
    int segment = (int) in.size("segment", SEGMENT, 1 << 20, GIGABYTE);
    long max = in.size("max", GIGABYTE, 4 << 20, 1L << 40);
    if (max < 3L * segment) {
      in.problem("max", "less than three segments (expected: at least 3 times segment)");
    }
    return new JournalConfig(
        in.choice("ack", Ack.CACHE), max, segment, in.choice("on-full", OnFull.PASS));
  }
}
