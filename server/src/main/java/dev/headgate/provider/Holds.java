package dev.headgate.provider;

import dev.headgate.base.Decision;
import dev.headgate.base.Mark;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.route.Target;
import dev.headgate.store.Database;
import dev.headgate.store.StoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.result.RowView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The targets, and whole providers, that operators have taken out of service, until they put them
/// back. Kept in the store before it takes effect; calls see a snapshot.
public final class Holds {
  private static final Logger LOG = LoggerFactory.getLogger(Holds.class);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Database state;
  private volatile Map<String, Mark> inForce;

  /// Takes up those that the store holds.
  public Holds(Database state) {
    this.state = state;
    inForce = load();
  }

  private Map<String, Mark> load() {
    var holds = new HashMap<String, Mark>();
    state.read(handle ->
        handle
            .createQuery("SELECT target, author, reason, at_ms FROM target_hold")
            .map((RowView row) ->
                holds.put(row.getColumn("target", String.class), mark(row)) == null)
            .list());
    return Map.copyOf(holds);
  }

  private static Mark mark(RowView row) {
    return new Mark(
        row.getColumn("author", String.class),
        row.getColumn("reason", String.class),
        row.getColumn("at_ms", Long.class));
  }

  /// By whom a target, or its provider, is out of service, if it is.
  Optional<Mark> on(Target target) {
    Map<String, Mark> now = inForce;
    return now.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(now.get(target.toString()))
            .or(() -> Optional.ofNullable(now.get(target.provider())));
  }

  Map<String, Mark> inForce() {
    return inForce;
  }

  /// Takes a target, or a provider, out of service, or puts it back.
  synchronized Decision<Boolean> change(String name, boolean disabled, Mark by) {
    try {
      state.write(handle -> {
        handle.execute("DELETE FROM target_hold WHERE target = ?", name);
        return disabled
            ? handle.execute(
                "INSERT INTO target_hold (target, author, reason, at_ms) VALUES (?, ?, ?, ?)",
                name,
                by.author(),
                by.reason(),
                by.epochMillis())
            : 0;
      });
    } catch (StoreException down) {
      LOG.warn("{} could not be switched: {}", name, down.getMessage());
      return Decision.no(
          new Refusal(
              Code.STORE_UNAVAILABLE,
              "The store takes nothing at the moment; nothing was changed. The log says why.",
              null,
              SOON));
    }
    var next = new HashMap<>(inForce);
    if (disabled) {
      next.put(name, by);
    } else {
      next.remove(name);
    }
    inForce = Map.copyOf(next);
    LOG.info("{}: {} ({})", name, disabled ? "out of service" : "in service again", by);
    return Decision.yes(true);
  }
}
