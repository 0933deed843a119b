package dev.headgate;

import dev.headgate.base.CallId;
import dev.headgate.record.CallRecord;
import dev.headgate.record.CallStore;
import dev.headgate.store.DataDirectory;
import dev.headgate.store.Database;
import dev.headgate.store.Desk;
import dev.headgate.store.StateDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What a node keeps in its data directory, which it holds alone: what operators changed, and the
/// calls. Throws `StoreException` where it cannot be used.
public final class Storage implements AutoCloseable {
  private final DataDirectory data;
  private final Desk desk = new Desk();
  private final Database state;
  private final CallStore calls;

  private Storage(
      HeadgateConfig config,
      Path directory,
      Headgate.Surroundings around,
      List<Consumer<CallRecord>> observers) {
    String node = CallId.at(around.clock().epochMillis()).text();
    data = DataDirectory.open(directory.resolve(config.server().dataDir()), node);
    boolean open = false;
    try {
      state = StateDatabase.open(data, desk);
      var means = new CallStore.Means(around.clock(), RandomGenerator.getDefault(), observers);
      calls = CallStore.open(data, desk, config.journal(), config.retention(), means);
      open = true;
    } finally {
      if (!open) {
        desk.close();
        data.close();
      }
    }
  }

  /// Takes hold of the data directory of a configuration. `observers` are shown each call once it
  /// has ended.
  public static Storage open(
      HeadgateConfig config,
      Path directory,
      Headgate.Surroundings around,
      List<Consumer<CallRecord>> observers) {
    return new Storage(config, directory, around, observers);
  }

  public Database state() {
    return state;
  }

  public CallStore calls() {
    return calls;
  }

  @Override
  public void close() {
    calls.close();
    state.close();
    desk.close();
    data.close();
  }
}
