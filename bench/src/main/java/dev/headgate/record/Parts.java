package dev.headgate.record;

import dev.headgate.store.DatedFiles;
import dev.headgate.store.Desk;
import dev.headgate.store.Journal;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// The steps from a call to its place in the databases, one by one.
public final class Parts implements AutoCloseable {
  private static final String NODE = "bench";

  private final DatedFiles days;
  private final DatedFiles months;
  private final Rollups rollups;
  private long position;

  /// Keeps what it stores in a directory of its own.
  public Parts(Path directory, Desk desk) {
    days = new DatedFiles(directory, "calls", desk, CallTable.SCHEMA);
    months = new DatedFiles(directory, "rollups", desk, RollupTable.SCHEMA);
    rollups = new Rollups(months, NODE);
  }

  public static byte[] packed(CallStart start) {
    return Entries.bytes(start);
  }

  public static byte[] packed(CallRecord call) {
    return Entries.bytes(call);
  }

  public static boolean isEnd(byte[] entry) {
    return Entries.isEnd(entry);
  }

  /// Reads what the shipper reads.
  public static UUID id(byte[] start) {
    return Entries.id(start);
  }

  public static CallRecord end(byte[] end) {
    return Entries.parts(end).call();
  }

  /// Reads what the log shows.
  public static CallRecord shown(byte[] end) {
    return Entries.end(end);
  }

  /// Follows a journal as the log does.
  public static AutoCloseable tail(Journal journal) {
    return new Tail(journal, List.of());
  }

  /// Adds ends to a day's file in one transaction, read before.
  public Runnable storing(List<byte[]> packed) {
    List<Entries.End> ends = packed.stream().map(Entries::parts).toList();
    String day = Shipper.day(ends.getFirst().call().epochMillis());
    return () ->
        days.at(day)
            .write(handle -> {
              CallTable.add(handle, ends, NODE, 0);
              return ends;
            });
  }

  /// Into the cells of its minute and its hour.
  public void sum(CallRecord call) {
    rollups.add(call, ++position);
  }

  /// Writes the cells that have changed.
  public void flush() {
    rollups.flush(position, position);
  }

  @Override
  public void close() {
    days.close();
    months.close();
  }
}
