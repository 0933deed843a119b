package dev.headgate.http;

import dev.headgate.base.Clock;
import io.vertx.core.http.HttpConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Looks after the clients' connections of one loop: closes those that stand still for too long,
/// and those beyond the most that are taken.
final class Sweeper {
  private final Clock clock;
  private final Limits limits;
  private final AtomicInteger connections; // of all loops
  private final Set<Peer> peers = new HashSet<>();

  Sweeper(Clock clock, Limits limits, AtomicInteger connections) {
    this.clock = clock;
    this.limits = limits;
    this.connections = connections;
  }

  void opened(HttpConnection connection) {
    connection.exceptionHandler(_ -> {}); // else logged
    if (connections.incrementAndGet() > limits.maxConnections()) {
      connection.closeHandler(_ -> connections.decrementAndGet()).close();
      return;
    }
    var peer = new Peer(clock, limits, connection);
    peers.add(peer);
    connection.closeHandler(_ -> {
      peers.remove(peer);
      connections.decrementAndGet();
    });
  }

  void sweep() {
    long now = clock.nanos();
    List.copyOf(peers).forEach(peer -> peer.sweep(now)); // closing one removes it
  }
}
