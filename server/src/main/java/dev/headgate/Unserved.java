package dev.headgate;

import dev.headgate.base.Clock;
import dev.headgate.base.Decision;
import dev.headgate.base.Request;
import dev.headgate.http.Answer;
import dev.headgate.http.Routes;
import dev.headgate.provider.Standings;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/// A data directory that no server uses, asked as a server is asked under `/admin/v1`. It is held
/// meanwhile, so that none can start on it.
public final class Unserved implements AutoCloseable {
  private final Storage storage;
  private final Routes routes;

  private Unserved(HeadgateConfig config, Storage storage, Clock clock) {
    this.storage = storage;
    var standings = new Standings(clock, RandomGenerator.getDefault(), storage.holds());
    routes = new Routes(storage.routes(() -> config, standings, clock));
  }

  /// Takes hold of the data directory.
  public static Unserved open(HeadgateConfig config, Path dataDir, Clock clock) {
    return new Unserved(config, new Storage(config, dataDir, clock, List.of()), clock);
  }

  public Decision<Answer> answer(Request request) {
    return routes.answer(request);
  }

  @Override
  public void close() {
    storage.close();
  }
}
