package dev.headgate.bench;

import dev.headgate.bench.Findings.HotSpots;
import dev.headgate.bench.Findings.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// One run from start to end: the upstream, what stands before it, and the order of measurements.
final class Run implements AutoCloseable {
  /// The gateways have a core to themselves, the callers and the upstream the other.
  private static final String ONE_CORE = "0";

  private static final String BOTH_CORES = "0,1";

  /// Above this share of the machine, other processes spoil a measurement; it is then repeated.
  private static final double DISTURBED = 0.05;

  private final Extent extent;
  private final Path directory;
  private final Mock mock = new Mock();
  private final Driver driver = new Driver(mock);
  private final Headgate launched;
  private final Gateway headgate;
  private final List<Gateway> gateways = new ArrayList<>();
  private int repeats;

  Run(Extent extent, Path launcher, Path directory) {
    this.extent = extent;
    this.repeats = extent.repeats();
    this.directory = directory;
    launched = new Headgate(launcher, directory, mock.port());
    say("starting the gateways");
    headgate = launched.start(ONE_CORE);
    gateways.add(Gateway.direct(mock));
    gateways.add(headgate);
    if (Nginx.version().isPresent()) {
      gateways.add(Nginx.start(directory, ONE_CORE, mock.port()));
    } else {
      say("nginx is not installed: no ratios");
    }
    var check = new Check(mock);
    gateways.forEach(check::passes);
    check.isOurs(headgate);
  }

  Findings all() {
    List<Long> idle = proxies().stream().map(Gateway::resident).toList();
    warmUp();
    var results = new Results();
    IntStream.rangeClosed(1, extent.rounds()).forEach(round -> round(round, results));
    Map<String, Memory> memory = memory(idle);
    List<HotSpots> spots = List.of(hotSpots(Load.SMALL), hotSpots(Load.MANY_STREAMS));
    headgate.close();
    return new Findings(results, memory, spots, startUps(BOTH_CORES), startUps(ONE_CORE));
  }

  /// Only where the time goes.
  List<HotSpots> hotSpots() {
    warmUp();
    return List.of(hotSpots(Load.SMALL), hotSpots(Load.LARGE), hotSpots(Load.MANY_STREAMS));
  }

  /// Saturated with small calls until the compiler is done with them, then a while of all else.
  private void warmUp() {
    say("warming up, " + extent.warmUp().toSeconds() + " s of small calls");
    driver.run(Load.SMALL, headgate, Duration.ZERO, extent.warmUp());
    for (Gateway gateway : gateways) {
      for (Load load : Load.ALL) {
        driver.run(load, gateway, extent.settle(), extent.shortWarmUp());
      }
    }
  }

  private void round(int round, Results results) {
    for (Load load : Load.ALL) {
      for (Gateway gateway : gateways) {
        Sample sample = undisturbed(load, gateway);
        results.add(load, gateway.name(), sample);
        say("round %d: %s, %s: %s".formatted(round, load.name(), gateway.name(), sample.inShort()));
      }
    }
  }

  /// The first measurement that no other process disturbed, else the least disturbed; a run repeats
  /// only so many.
  private Sample undisturbed(Load load, Gateway gateway) {
    Duration time = load.rate() == 0 ? extent.calls() : extent.paced();
    Sample best = driver.run(load, gateway, extent.settle(), time);
    while (best.others() > DISTURBED && repeats > 0) {
      repeats--;
      say("disturbed by others, %.0f %% of the machine: again".formatted(100 * best.others()));
      Sample next = driver.run(load, gateway, extent.settle(), time);
      best = next.others() < best.others() ? next : best;
    }
    return best;
  }

  private Map<String, Memory> memory(List<Long> idle) {
    Load load = Load.open(extent.streams());
    var all = new LinkedHashMap<String, Memory>();
    for (Gateway gateway : proxies()) {
      say(load.name() + ", " + gateway.name());
      long loaded = gateway.resident();
      Driver.Held streaming = driver.hold(load, gateway, extent.held());
      all.put(gateway.name(), new Memory(idle.get(all.size()), loaded, streaming));
    }
    return all;
  }

  private List<Gateway> proxies() {
    return gateways.stream().filter(gateway -> gateway.process().isPresent()).toList();
  }

  private HotSpots hotSpots(Load load) {
    say("sampling: " + load.name());
    ProcessHandle jvm = headgate.process().orElseThrow();
    Profile.start(jvm);
    Map<String, Account.Booked> before = Account.byThread(jvm);
    Sample sample = driver.run(load, headgate, Duration.ZERO, extent.paced());
    var threads = new TreeMap<>(Account.byThread(jvm));
    threads.replaceAll((name, now) -> now.minus(before.getOrDefault(name, Account.Booked.NOTHING)));
    return new HotSpots(sample, threads, Profile.stop(jvm, directory.resolve("profile.jfr")));
  }

  private List<Headgate.StartUp> startUps(String cores) {
    say("starting up on cores " + cores);
    mock.follow(Load.SMALL.script());
    return IntStream.range(0, extent.starts()).mapToObj(_ -> launched.startUp(cores)).toList();
  }

  private static void say(String what) {
    System.err.println(what);
  }

  @Override
  public void close() {
    gateways.reversed().forEach(Gateway::close);
    try {
      mock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
