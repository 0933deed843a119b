package dev.headgate.record;

import dev.headgate.record.RollupTable.Shipped;
import dev.headgate.store.DataDirectory;
import dev.headgate.store.DatedFiles;
import dev.headgate.store.Desk;
import dev.headgate.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The databases of calls, one a day, and of sums over them, one a month.
record CallFiles(DatedFiles days, DatedFiles months, RetentionConfig retention, String node)
    implements AutoCloseable {
  static final long DAY = 86_400_000; // a file's, in milliseconds

  private static final Logger LOG = LoggerFactory.getLogger(CallFiles.class);

  static CallFiles of(DataDirectory data, Desk desk, RetentionConfig retention) {
    var days = new DatedFiles(data.path().resolve("calls"), "calls", desk, CallTable.SCHEMA);
    var months =
        new DatedFiles(data.path().resolve("rollups"), "rollups", desk, RollupTable.SCHEMA);
    return new CallFiles(days, months, retention, data.node());
  }

  /// What the latest files say of the journal: up to where it is in them, and up to where nobody
  /// needs it. Damaged ones say nothing.
  Shipped shipped() {
    var latest = Shipped.NONE;
    for (String month : latest(months)) {
      Optional<Shipped> said = ifSound(months, month, RollupTable::shipped);
      latest = latest.latest(said.orElse(Shipped.NONE));
    }
    for (String day : latest(days)) {
      Optional<Long> said = ifSound(days, day, CallTable::shipped);
      latest = latest.latest(new Shipped(said.orElse(0L), 0));
    }
    return latest;
  }

  /// Where one begins the later of two may be new.
  private static List<String> latest(DatedFiles files) {
    return files.dates().reversed().stream().limit(2).toList();
  }

  private <T> Optional<T> ifSound(
      DatedFiles files, String date, BiFunction<Handle, String, Optional<T>> said) {
    try {
      return files.at(date).read(handle -> said.apply(handle, node));
    } catch (StoreException.Damaged file) {
      setAside(file);
      return Optional.empty();
    }
  }

  /// Gives a damaged file another name: a new one takes its place.
  void setAside(StoreException.Damaged damaged) {
    for (DatedFiles each : List.of(days, months)) {
      each.setAside(damaged.file())
          .ifPresent(aside ->
              LOG.error("{}; it is {} now, and a new one begins", damaged.getMessage(), aside));
    }
  }

  @Override
  public void close() {
    days.close();
    months.close();
  }
}
