package dev.headgate;

import dev.headgate.base.CallId;
import dev.headgate.base.Clock;
import dev.headgate.feature.SwitchRoutes;
import dev.headgate.feature.Switches;
import dev.headgate.http.Route;
import dev.headgate.provider.Holds;
import dev.headgate.provider.Standings;
import dev.headgate.provider.TargetRoutes;
import dev.headgate.record.CallRecord;
import dev.headgate.record.CallRoutes;
import dev.headgate.record.CallStore;
import dev.headgate.store.DataDirectory;
import dev.headgate.store.Database;
import dev.headgate.store.Desk;
import dev.headgate.store.StateDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What lasts longer than a process: the data directory, held as long as this is open, with what
/// operators have decided and the calls on record. Throws `StoreException` where it cannot be used.
final class Storage implements AutoCloseable {
  private final DataDirectory data;
  private final Desk desk = new Desk();
  private final Database state;
  private final Switches switches;
  private final Holds holds;
  private final CallStore calls;

  /// Takes hold of a data directory. `observers` are shown each call once it has ended.
  Storage(HeadgateConfig config, Path dataDir, Clock clock, List<Consumer<CallRecord>> observers) {
    data = DataDirectory.open(dataDir, CallId.at(clock.epochMillis()).text());
    boolean whole = false;
    try {
      state = StateDatabase.open(data, desk);
      switches = new Switches(state, clock);
      holds = new Holds(state);
      var means = new CallStore.Means(clock, RandomGenerator.getDefault(), observers);
      calls = CallStore.open(data, desk, config.journal(), config.retention(), means);
      whole = true;
    } finally { // a file may be damaged
      if (!whole) {
        desk.close();
        data.close();
      }
    }
  }

  /// What operators can see and do of it, under the configuration in force.
  List<Route> routes(Supplier<HeadgateConfig> config, Standings standings, Clock clock) {
    var features = new SwitchRoutes(() -> config.get().page(switches.inForce()), switches);
    var all = new ArrayList<>(features.routes());
    var targets =
        new TargetRoutes(
            () -> config.get().targets(), () -> config.get().providers(), standings, clock);
    all.addAll(targets.routes());
    all.addAll(new CallRoutes(calls, clock).routes());
    all.add(new Reprice(calls, () -> config.get().prices(), clock).route());
    return all;
  }

  Switches switches() {
    return switches;
  }

  Holds holds() {
    return holds;
  }

  CallStore calls() {
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
