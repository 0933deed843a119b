package dev.headgate;

import dev.headgate.base.Clock;
import dev.headgate.base.Decision;
import dev.headgate.base.Request;
import dev.headgate.feature.SwitchRoutes;
import dev.headgate.http.Answer;
import dev.headgate.http.Routes;
import java.nio.file.Path;

/// A data directory that no server uses, asked as a server is asked under `/admin/v1`. It is held
/// meanwhile, so that none can start on it.
public final class Unserved implements AutoCloseable {
  private final Ground ground;
  private final Routes routes;

  private Unserved(HeadgateConfig config, Ground ground) {
    this.ground = ground;
    var switches = ground.switches();
    routes = new Routes(new SwitchRoutes(() -> config.page(switches.inForce()), switches).routes());
  }

  /// Takes hold of the data directory.
  public static Unserved open(HeadgateConfig config, Path dataDir, Clock clock) {
    return new Unserved(config, Ground.open(dataDir, clock));
  }

  public Decision<Answer> answer(Request request) {
    return routes.answer(request);
  }

  @Override
  public void close() {
    ground.close();
  }
}
