package dev.headgate.feature;

import dev.headgate.base.Clock;
import dev.headgate.base.Decision;
import dev.headgate.base.Mark;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.feature.Change.Act;
import dev.headgate.store.Database;
import dev.headgate.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What operators have decided of features over the file, until they release them. Kept in the
/// store before it takes effect, so that no restart forgets it; what calls see of it is a snapshot,
/// so that none of them waits for the store.
public final class Switches {
  private static final Logger LOG = LoggerFactory.getLogger(Switches.class);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final SwitchTable table;
  private final Clock clock;
  private volatile Map<String, Switch> inForce;
  private volatile Runnable listener = () -> {};

  /// Takes up those that the store holds.
  public Switches(Database state, Clock clock) {
    table = new SwitchTable(state);
    this.clock = clock;
    inForce = table.load();
  }

  /// By feature; one that the file no longer has may be among them.
  public Map<String, Switch> inForce() {
    return inForce;
  }

  /// `run` is called whenever a switch has come into force, before its operator is answered.
  public void onChange(Runnable run) {
    listener = run;
  }

  /// What somebody who has changed the file should know: that switches keep their features from
  /// what it says now, or no longer fit it. One line for each.
  public List<String> overriding(Features before, Features after) {
    var lines = new ArrayList<String>();
    inForce.forEach((name, by) ->
        after
            .named(name)
            .ifPresent(feature -> {
              boolean same = before.named(name).filter(feature::servesAs).isPresent();
              if (by.served() != null && !same) {
                lines.add(overriding(feature, by.served()));
              }
            }));
    return lines;
  }

  private static String overriding(Feature feature, Switch.Served served) {
    String name = feature.name();
    return feature.fit(served.shares()) instanceof Decision.No(Refusal unfit)
        ? "%s: the switch to %s (%s) no longer fits and is passed over: %s"
            .formatted(name, served.shares(), served.by(), unfit.message())
        : "%s: the file now says %s, but %s stays served (%s) until: headgate features release %s"
            .formatted(name, feature.allocation().shares(), served.shares(), served.by(), name);
  }

  /// Does to a feature of the file, or to one that still has a switch, what an operator asks.
  synchronized Decision<Switch> change(Features file, String name, SwitchRequest wish) {
    Switch before = inForce.getOrDefault(name, Switch.NONE);
    boolean left = before.equals(Switch.NONE) || !wish.isUndoing();
    return left
        ? file.find(name, _ -> true)
            .then(wish::fitting)
            .then(acts -> change(name, before, acts, wish))
        : change(name, before, wish.acts(), wish);
  }

  private Decision<Switch> change(String name, Switch before, List<Act> acts, SwitchRequest wish) {
    var by = new Mark(wish.author(), wish.reason(), clock.epochMillis());
    var changes = new ArrayList<Change>();
    Switch after = before;
    for (Act act : acts) {
      var change = new Change(name, act, by);
      if (!after.after(change).equals(after)) {
        after = after.after(change);
        changes.add(change);
      }
    }
    return changes.isEmpty() ? Decision.yes(after) : put(name, after, changes);
  }

  private Decision<Switch> put(String name, Switch after, List<Change> changes) {
    try {
      table.keep(name, after, changes);
    } catch (StoreException down) {
      LOG.warn("{} could not be switched: {}", name, down.getMessage());
      return unavailable();
    }
    var next = new HashMap<>(inForce);
    next.put(name, after);
    next.values().removeIf(Switch.NONE::equals);
    inForce = Map.copyOf(next);
    listener.run();
    changes.forEach(change -> LOG.info("Switched: {}", change));
    return Decision.yes(after);
  }

  /// What was done to a feature, the newest first.
  Decision<List<Change>> history(String name, int most) {
    try {
      return Decision.yes(table.history(name, most));
    } catch (StoreException down) {
      LOG.warn("The history of {} cannot be read: {}", name, down.getMessage());
      return unavailable();
    }
  }

  private static <T> Decision<T> unavailable() {
    return Decision.no(
        new Refusal(
            Code.STORE_UNAVAILABLE,
            "The store does not take or give anything at the moment; nothing was changed. The log"
                + " says why.",
            null,
            SOON));
  }
}
