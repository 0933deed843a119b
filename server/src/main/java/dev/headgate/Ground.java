package dev.headgate;

import dev.headgate.base.CallId;
import dev.headgate.base.Clock;
import dev.headgate.feature.Switches;
import dev.headgate.store.DataDirectory;
import dev.headgate.store.Database;
import dev.headgate.store.Desk;
import dev.headgate.store.StateDatabase;
import java.nio.file.Path;

/// What lasts longer than a process: the data directory, held as long as this is open, and what
/// operators have decided.
record Ground(DataDirectory data, Desk desk, Database state, Switches switches)
    implements AutoCloseable {

  static Ground open(Path dataDir, Clock clock) {
    var data = DataDirectory.open(dataDir, CallId.at(clock.epochMillis()).text());
    var desk = new Desk();
    boolean whole = false;
    try {
      var state = StateDatabase.open(data, desk);
      var ground = new Ground(data, desk, state, new Switches(state, clock));
      whole = true;
      return ground;
    } finally { // a file may be damaged
      if (!whole) {
        desk.close();
        data.close();
      }
    }
  }

  @Override
  public void close() {
    desk.close();
    state.close();
    data.close();
  }
}
