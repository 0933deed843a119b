package dev.headgate.http;

import dev.headgate.base.Clock;
import io.vertx.core.http.HttpConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes the clients' connections of one loop in, looks after them, and closes those that stand
/// still for too long.
final class Sweeper {
  private final Clock clock;
  private final Limits limits;
  private final Door door;
  private final @Nullable Tls tls;
  private final Set<Peer> peers = new HashSet<>();

  Sweeper(Clock clock, Limits limits, Door door, @Nullable Tls tls) {
    this.clock = clock;
    this.limits = limits;
    this.door = door;
    this.tls = tls;
  }

  void opened(HttpConnection connection) {
    connection.exceptionHandler(_ -> {}); // else logged
    if (!door.enter()) {
      connection.close();
      return;
    }
    var peer = new Peer(clock, limits, connection);
    peers.add(peer);
    if (tls != null) {
      tls.install(Loop.pipeline(connection)); // before the peer, who counts what was meant
    }
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
