package dev.headgate.feature;

import dev.headgate.store.DataDirectory;
import dev.headgate.store.Database;
import dev.headgate.store.Desk;
import dev.headgate.store.StateDatabase;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Switches in `state.db`.
class SqliteSwitchTableTest extends SwitchTableContract {
  @TempDir private Path directory;
  private final Desk desk = new Desk();
  private DataDirectory data;
  private @Nullable Database state;

  @BeforeEach
  void begin() {
    data = DataDirectory.open(directory, "node");
  }

  @AfterEach
  void end() {
    close();
    desk.close();
    data.close();
  }

  private void close() {
    if (state != null) {
      state.close();
    }
  }

  @Override
  SwitchTable opened() {
    close();
    state = StateDatabase.open(data, desk);
    return new SwitchTable(state);
  }
}
