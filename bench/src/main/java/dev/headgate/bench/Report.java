package dev.headgate.bench;

import dev.headgate.bench.Findings.HotSpots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page about performance: how it was measured, one table per question, where the time goes.
final class Report {
  private static final double MB = 1024 * 1024;
  private static final int FRAMES = 15;

  private final Extent extent;
  private final Findings findings;
  private final Results results;
  private final boolean nginx;

  Report(Extent extent, Findings findings) {
    this.extent = extent;
    this.findings = findings;
    this.results = findings.results();
    this.nginx = findings.memory().containsKey(Gateway.NGINX);
  }

  @Override
  public String toString() {
    return Stream.of(
            method(),
            "## What does a call cost?\n\nCPU µs of the gateway, user and kernel.\n\n" + cost(),
            "## How much goes through one core?\n\n" + throughput(),
            "## How much longer does a call take?\n\n" + latency(),
            "## How much memory?\n\n" + memory(),
            "## How fast does it start?\n\n" + startUp(),
            "## Where does the time go?\n\n" + hotSpots(findings.hotSpots(), FRAMES))
        .collect(Collectors.joining("\n"));
  }

  private String method() {
    return """
    # Performance

    What Headgate adds to a call, beside nginx as the least a proxy can cost. Made by `./bench/run` on %s; do not edit.

    - %s
    - One core for the gateway under test, the other for callers and upstream mock; all on 127.0.0.1, no TLS. Rounds are interleaved (direct, Headgate, nginx); figures are the median of %d, in parentheses the least and the most.
    - Headgate runs by `./headgate serve` with an application key asked for, one log line per call into a file, `model` replaced, usage asked of the upstream and hidden from the caller. nginx: one worker, kept connections, no buffering, no log, `proxy_pass` and nothing else.
    - Requests are chat completions with bodies of exactly 1 KB or 32 KB, answers of about 1 KB; streams have 60 chunks of about 200 bytes, 10 ms apart (5 to 15), and two events that end them.
    - CPU is what the kernel booked on the gateway's processes. Cost and throughput: 64 connections in closed loop, %d s each. Latency: 1,000 calls a second started when due, %d s, timed from when they were due, so that no wait is left out.
    - Before that, %d s of small calls at saturation and then %d s of each load to warm up; every measurement settles for %d ms.
    - %,d calls measured, %d failed. Other processes used %.1f %% of the machine in the middle, %.1f %% at worst; above 5 %% a measurement is repeated, at most twice.
    """
        .formatted(
            Machine.today(),
            Machine.description(),
            extent.rounds(),
            extent.calls().toSeconds(),
            extent.paced().toSeconds(),
            extent.warmUp().toSeconds(),
            extent.shortWarmUp().toSeconds(),
            extent.settle().toMillis(),
            results.calls(),
            results.failed(),
            100 * results.others().value(),
            100 * results.others().most());
  }

  private String cost() {
    var table = new Table("", "Headgate", "nginx", "Headgate ÷ nginx", "to reach", "in the kernel");
    cost(table, Load.SMALL, "1 KB call", "≤ 3.8");
    cost(table, Load.LARGE, "32 KB call", "");
    cost(table, Load.FEW_STREAMS, "chunk of 20 streams", "");
    cost(table, Load.MANY_STREAMS, "chunk of 100 streams", "≤ 2.2");
    cost(table, Load.PACED, "1 KB call at 1,000/s", "");
    return table.toString();
  }

  private void cost(Table table, Load load, String name, String goal) {
    table.row(
        name,
        results.median(load, Gateway.HEADGATE, Sample::cpuMicros).with(1),
        nginx ? results.median(load, Gateway.NGINX, Sample::cpuMicros).with(1) : "–",
        nginx ? number(results.ratio(load), 2) : "–",
        goal,
        percent(results.median(load, Gateway.HEADGATE, Sample::kernelShare).value()));
  }

  private String throughput() {
    var table =
        new Table("calls/s", "direct", "Headgate", "its core busy", "nginx", "its core busy");
    for (Load load : List.of(Load.SMALL, Load.LARGE)) {
      var row = new ArrayList<>(List.of(load.name(), rate(load, Gateway.DIRECT)));
      row.addAll(rateAndCore(load, Gateway.HEADGATE));
      row.addAll(nginx ? rateAndCore(load, Gateway.NGINX) : List.of("–", "–"));
      table.row(row);
    }
    return table
        + "\nWhere a core is not fully busy, callers and mock were the limit: the gateway can do more.\n";
  }

  private List<String> rateAndCore(Load load, String gateway) {
    return List.of(
        rate(load, gateway), percent(results.median(load, gateway, Sample::busy).value()));
  }

  private String rate(Load load, String gateway) {
    double rate = results.median(load, gateway, Sample::perSecond).value();
    return "%,.0f".formatted(rate);
  }

  private String latency() {
    var table = new Table("ms at 1,000 calls/s", "p50", "p99", "p99.9");
    for (Load load : List.of(Load.PACED, Load.PACED_SLOW, Load.PACED_LARGE)) {
      table.row(
          percentiles(
              load.name() + ": direct",
              p -> results.median(load, Gateway.DIRECT, s -> s.millis(p))));
      table.row(percentiles("added by Headgate", p -> results.added(load, Gateway.HEADGATE, p)));
      if (nginx) {
        table.row(percentiles("added by nginx", p -> results.added(load, Gateway.NGINX, p)));
      }
    }
    return table + "\nTo reach, 1 KB with 50 ms upstream: added p50 ≤ 0.4 ms, p99 ≤ 2 ms.\n";
  }

  private static List<String> percentiles(String name, Function<Double, Results.Median> of) {
    return Stream.concat(Stream.of(name), Stream.of(50.0, 99.0, 99.9).map(p -> of.apply(p).with(2)))
        .toList();
  }

  private String memory() {
    String streaming = "%,d open streams".formatted(extent.streams());
    var table = new Table("resident MB", "after the first call", "after all loads", streaming);
    findings
        .memory()
        .forEach((name, m) ->
            table.row(name, megabytes(m.idle()), megabytes(m.loaded()), megabytes(m.streaming())));
    return table
        + "\nTo reach: 5,000 open streams within 450 MB. nginx: master and worker added up.\n";
  }

  private String startUp() {
    var table = new Table("ms from the spawn, median of " + extent.starts(), "ready", "first call");
    startUp(table, "on both cores", findings.startUps());
    startUp(table, "on one core", findings.startUpsOnOneCore());
    return table + "\nTo reach: ready ≤ 1,500 ms.\n";
  }

  private static void startUp(Table table, String name, List<Headgate.StartUp> all) {
    table.row(name, millis(all, Headgate.StartUp::ready), millis(all, Headgate.StartUp::firstCall));
  }

  private static String millis(
      List<Headgate.StartUp> all, Function<Headgate.StartUp, Duration> which) {
    return Results.Median.of(all.stream().mapToDouble(s -> which.apply(s).toMillis())).with(0);
  }

  /// Where Headgate's CPU time goes under each load, with that many lines of single methods.
  static String hotSpots(List<HotSpots> all, int frames) {
    return all.stream().map(spots -> hotSpots(spots, frames)).collect(Collectors.joining("\n"));
  }

  private static String hotSpots(HotSpots spots, int frames) {
    Sample sample = spots.sample();
    var threads = new Table(sample.load().name() + ", by thread", "µs", "in the kernel");
    spots.threads().entrySet().stream()
        .filter(entry -> entry.getValue().all() > sample.cpu().all() / 200)
        .sorted((a, b) -> Long.compare(b.getValue().all(), a.getValue().all()))
        .forEach(entry -> threads.row(thread(entry.getKey(), entry.getValue(), sample)));
    return String.join(
        "\n",
        threads.toString(),
        shares(sample, "by who asked for it", spots.profile().parts(FRAMES)),
        shares(sample, "by method, self", spots.profile().methods(frames)));
  }

  private static List<String> thread(String name, Account.Cpu cpu, Sample sample) {
    double micros = sample.cpuMicros() * cpu.all() / sample.cpu().all();
    return List.of(name, number(micros, 2), percent((double) cpu.kernel() / cpu.all()));
  }

  private static String shares(Sample sample, String by, List<Profile.Share> shares) {
    var table = new Table(sample.load().name() + ", " + by, "share of samples");
    shares.forEach(share -> table.row("`" + share.what() + "`", percent(share.share())));
    return table.toString();
  }

  private static String percent(double share) {
    return number(100 * share, 0) + " %";
  }

  private static String megabytes(long bytes) {
    return number(bytes / MB, 0);
  }

  private static String number(double value, int digits) {
    return ("%." + digits + "f").formatted(value);
  }
}
