package dev.headgate.record;

import dev.headgate.store.DataDirectory;
import dev.headgate.store.DatedFiles;
import dev.headgate.store.Desk;

/// The databases of calls, one a day, and of sums over them, one a month.
record CallFiles(DatedFiles days, DatedFiles months, RetentionConfig retention, String node)
    implements AutoCloseable {
  static CallFiles of(DataDirectory data, Desk desk, RetentionConfig retention) {
    var days = new DatedFiles(data.path().resolve("calls"), "calls", desk, CallTable.SCHEMA);
    var months =
        new DatedFiles(data.path().resolve("rollups"), "rollups", desk, RollupTable.SCHEMA);
    return new CallFiles(days, months, retention, data.node());
  }

  @Override
  public void close() {
    days.close();
    months.close();
  }
}
