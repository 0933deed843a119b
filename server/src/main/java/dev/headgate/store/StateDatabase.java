package dev.headgate.store;

import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/// `state.db`: what operators change while the server runs. Its schema is brought up to date when
/// it is opened; one that is newer than this program is refused.
public final class StateDatabase {
  private static final String STEPS = "classpath:db/state";

  private StateDatabase() {}

  public static Database open(DataDirectory data, Desk desk) {
    var file = data.path().resolve("state.db");
    var flyway =
        Flyway.configure()
            .dataSource(Database.source(file, Database.Safety.FULL))
            .locations(STEPS)
            .validateMigrationNaming(true)
            .load();
    try {
      refuseNewer(file.toString(), flyway);
      flyway.migrate();
    } catch (FlywayException failed) {
      throw new StoreException(
          file + ": its schema cannot be brought up to date: " + reason(failed), failed);
    }
    return Database.open(file, desk, Database.Safety.FULL);
  }

  /// What lies at the bottom of it, in one line.
  private static String reason(Throwable failed) {
    Throwable deepest = failed;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
  }

  private static void refuseNewer(String file, Flyway flyway) {
    MigrationInfo current = flyway.info().current();
    MigrationVersion known =
        Arrays.stream(flyway.info().all())
            .filter(step -> !step.getState().isFailed() && step.getState().isResolved())
            .map(MigrationInfo::getVersion)
            .max(MigrationVersion::compareTo)
            .orElseThrow();
    if (current != null && current.getVersion().compareTo(known) > 0) {
      throw new StoreException(
          "%s: its schema is version %s, this headgate knows %s (expected: the headgate that wrote"
                  .formatted(file, current.getVersion(), known)
              + " it, or a newer one)",
          null);
    }
  }
}
