package dev.headgate.provider;

import dev.headgate.base.Cause;
import dev.headgate.base.Clock;
import dev.headgate.base.Registration;
import dev.headgate.base.Stop;
import dev.headgate.http.Trouble;
import dev.headgate.protocol.Family;
import dev.headgate.protocol.ModelIds;
import dev.headgate.provider.Providers.Means;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What models the providers say they have, kept for ten minutes. A provider that does not say in
/// time is left out, or stands with what it said last.
final class ModelLists {
  private static final Logger LOG = LoggerFactory.getLogger(ModelLists.class);
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final Duration AGAIN = Duration.ofMinutes(1); // after a failure
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Cause LATE = new Cause("timeout.models");

  private record Kept(List<String> ids, long until) {
    boolean isOld(Clock clock) {
      return until - clock.nanos() <= 0;
    }
  }

  private final Map<String, Endpoint> endpoints;
  private final Means means;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final Map<String, Lock> turns = new ConcurrentHashMap<>();

  ModelLists(Map<String, Endpoint> endpoints, Means means) {
    this.endpoints = new TreeMap<>(endpoints);
    this.means = means;
  }

  /// All of them as `provider/model`; those that are not known are asked for side by side. Where a
  /// gate among the providers only passes our own question back, there is nobody to ask.
  List<String> all(String hops) {
    boolean back = List.of(hops.split(",", -1)).contains(means.gate());
    List<Thread> asking = new ArrayList<>();
    endpoints.forEach((name, endpoint) -> {
      Kept known = kept.get(name);
      if (!back && (known == null || known.isOld(means.clock()))) {
        asking.add(Thread.ofVirtual().start(() -> refresh(name, endpoint, hops)));
      }
    });
    asking.forEach(ModelLists::join);
    var all = new ArrayList<String>();
    endpoints
        .keySet()
        .forEach(name -> {
          Kept known = kept.get(name);
          if (known != null) {
            known.ids.forEach(id -> all.add(name + "/" + id));
          }
        });
    return all;
  }

  /// One at a time asks a provider; who waited finds the answer of the one before.
  private void refresh(String name, Endpoint endpoint, String hops) {
    Lock turn = turns.computeIfAbsent(name, _ -> new ReentrantLock());
    turn.lock();
    try {
      Kept known = kept.get(name);
      if (known == null || known.isOld(means.clock())) {
        kept.put(name, asked(name, endpoint, hops, known == null ? List.of() : known.ids));
      }
    } finally {
      turn.unlock();
    }
  }

  private Kept asked(String name, Endpoint endpoint, String hops, List<String> before) {
    Clock clock = means.clock();
    var stop = new Stop();
    var ids = new ModelIds();
    var request =
        endpoint.get(
            endpoint.family() == Family.ANTHROPIC ? "/v1/models?limit=1000" : "/models",
            means.hopsAfter(hops));
    try (Registration _ = clock.at(clock.nanos() + PATIENCE.toNanos(), () -> stop.now(LATE));
        var source = means.upstreams().open(endpoint.origin(), request, PATIENCE, ids, stop)) {
      int status = source.head().status();
      if (status == 200) {
        return new Kept(ids.found(), clock.nanos() + KEPT.toNanos());
      }
      LOG.warn("{} does not list its models: status {}", name, status);
    } catch (Trouble trouble) {
      LOG.warn("{} does not list its models: {}", name, trouble.getClass().getSimpleName());
    }
    return new Kept(before, clock.nanos() + AGAIN.toNanos());
  }

  private static void join(Thread asking) {
    try {
      asking.join();
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts a call", bug);
    }
  }
}
