package dev.headgate.http;

import dev.headgate.base.Clock;
import io.vertx.core.http.HttpConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Looks after the clients' connections of one loop, and closes those that stand still for too
/// long.
final class Sweeper {
  private final Clock clock;
  private final Limits limits;
  private final Door door;
  private final Set<Peer> peers = new HashSet<>();

  Sweeper(Clock clock, Limits limits, Door door) {
    this.clock = clock;
    this.limits = limits;
    this.door = door;
  }

  void opened(HttpConnection connection) {
    connection.exceptionHandler(_ -> {}); // else logged
    if (!door.enter()) {
      connection.close();
      return;
    }
    var peer = new Peer(clock, limits, connection);
    peers.add(peer);
    connection.closeHandler(_ -> {
      peers.remove(peer);
      door.leave();
    });
  }

  void sweep() {
    long now = clock.nanos();
    List.copyOf(peers).forEach(peer -> peer.sweep(now)); // closing one removes it
  }
}
