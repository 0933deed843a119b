package dev.headgate.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.call.Snapshot;
import dev.headgate.http.Exchange;
import java.util.List;
import java.util.function.Supplier;

/// Whether the process lives, and whether it should be sent calls: live until its end, ready until
/// it is told to go. Open to everybody who can reach the gate.
public final class Health {
  private final Supplier<Snapshot> snapshots;
  private volatile boolean draining;

  public Health(Supplier<Snapshot> snapshots) {
    this.snapshots = snapshots;
  }

  /// From now on no load balancer should send anything.
  public void drain() {
    draining = true;
  }

  void live(Exchange exchange) {
    answer(exchange, 200, "{\"status\":\"live\"}\n");
  }

  void ready(Exchange exchange) {
    String config = ",\"config\":\"" + snapshots.get().version() + "\"}\n";
    if (draining) {
      answer(exchange, 503, "{\"status\":\"draining\"" + config);
    } else {
      answer(exchange, 200, "{\"status\":\"ready\"" + config);
    }
  }

  private static void answer(Exchange exchange, int status, String json) {
    var type = new Field("content-type", "application/json");
    exchange.answer(new Head(status, List.of(type)), json.getBytes(UTF_8));
  }
}
