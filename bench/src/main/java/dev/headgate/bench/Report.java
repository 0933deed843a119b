package dev.headgate.bench;

import dev.headgate.bench.Account.Booked;
import dev.headgate.bench.Findings.HotSpots;
import dev.headgate.bench.Findings.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
            "## Does it reach what was asked?\n\n" + goals(),
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

    What Headgate adds to a call, beside nginx as the least a proxy can cost. Made by `./bench/run` on %s from commit %s; do not edit.

    - %s
    - One core for the gateway under test, the other for callers and upstream mock; all on 127.0.0.1, no TLS. Rounds are interleaved (direct, Headgate, nginx); figures are the median of %d, in parentheses the least and the most.
    - Headgate runs by `./headgate serve` with an application key asked for, one log line per call into a file, `model` replaced, usage asked of the upstream and hidden from the caller. nginx: one worker, kept connections, no buffering, no log, `proxy_pass` and nothing else.
    - Requests are chat completions with bodies of exactly 1 KB or 32 KB, answers of about 1 KB; streams have 60 chunks of about 200 bytes, 10 ms apart (5 to 15), and two events that end them.
    - CPU is what the kernel booked on the gateway's processes. Cost and throughput: 64 connections in closed loop, %d s each. Latency: 1,000 calls a second started when due, %d s, timed from when they were due, so that no wait is left out.
    - Before that, %d s of small calls at saturation and then %d s of each load to warm up; every measurement settles for %d ms.
    - %,d calls measured, %d failed. Other processes used %.1f %% of the machine in the middle, %.1f %% at worst; above 5 %% a measurement is repeated, %d times in a run at most.
    """
        .formatted(
            Machine.today(),
            Machine.commit(),
            Machine.description() + "; nginx " + Nginx.version().orElse("not installed"),
            extent.rounds(),
            extent.calls().toSeconds(),
            extent.paced().toSeconds(),
            extent.warmUp().toSeconds(),
            extent.shortWarmUp().toSeconds(),
            extent.settle().toMillis(),
            results.calls(),
            results.failed(),
            100 * results.others().value(),
            100 * results.others().most(),
            extent.repeats());
  }

  /// What was asked for, and whether it is so here.
  private String goals() {
    var table = new Table(1, "", "to reach", "measured", "reached");
    if (nginx) {
      goal(table, "CPU of a 1 KB call ÷ nginx", 3.8, results.ratio(Load.SMALL));
      goal(table, "CPU of a chunk at 100 streams ÷ nginx", 2.2, results.ratio(Load.MANY_STREAMS));
    }
    goal(table, "added at 1,000 calls/s, upstream 50 ms: p50, ms", 0.4, added(50));
    goal(table, "the same: p99, ms", 2, added(99));
    openStreams(table);
    goal(table, "ready after, ms", 1_500, ready(findings.startUps()));
    return table.toString();
  }

  private void openStreams(Table table) {
    Memory memory = findings.memory().get(Gateway.HEADGATE);
    if (memory == null) {
      return;
    }
    String what = "%,d open streams: resident MB".formatted(extent.streams());
    if (memory.streaming().streams() < extent.streams()) {
      table.row(what, "≤ 450", "only %,d open".formatted(memory.streaming().streams()), "**no**");
    } else {
      goal(table, what, 450, memory.streaming().resident() / MB);
    }
  }

  private static void goal(Table table, String what, double most, double measured) {
    String bound = "≤ " + (most < 10 ? number(most, 1) : number(most, 0));
    String value = number(measured, most < 10 ? 2 : 0);
    table.row(what, bound, value, measured <= most ? "yes" : "**no**");
  }

  private double added(double percentile) {
    return results.added(Load.PACED_SLOW, Gateway.HEADGATE, percentile).value();
  }

  private static double ready(List<Headgate.StartUp> all) {
    return Results.Median.of(all.stream().mapToDouble(s -> s.ready().toMillis())).value();
  }

  private String cost() {
    var table = new Table(1, "", "Headgate", "nginx", "Headgate ÷ nginx", "in the kernel");
    cost(table, Load.SMALL, "1 KB call");
    cost(table, Load.LARGE, "32 KB call");
    cost(table, Load.FEW_STREAMS, "chunk of 20 streams");
    cost(table, Load.MANY_STREAMS, "chunk of 100 streams");
    cost(table, Load.PACED, "1 KB call at 1,000/s");
    return table.toString();
  }

  private void cost(Table table, Load load, String name) {
    table.row(
        name,
        results.median(load, Gateway.HEADGATE, Sample::cpuMicros).with(1),
        nginx ? results.median(load, Gateway.NGINX, Sample::cpuMicros).with(1) : "–",
        nginx ? number(results.ratio(load), 2) : "–",
        percent(results.median(load, Gateway.HEADGATE, Sample::kernelShare).value()));
  }

  private String throughput() {
    var table =
        new Table(1, "calls/s", "direct", "Headgate", "its core busy", "nginx", "its core busy");
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
    var table = new Table(2, "ms", "", "p50", "p99", "p99.9");
    for (Load load : List.of(Load.PACED, Load.PACED_SLOW, Load.PACED_LARGE, Load.MANY_STREAMS)) {
      String name = load.streaming() ? "first chunk, 100 streams" : load.name();
      table.row(percentiles(name, "direct", p -> direct(load, p)));
      table.row(percentiles("", "Headgate adds", p -> results.added(load, Gateway.HEADGATE, p)));
      if (nginx) {
        table.row(percentiles("", "nginx adds", p -> results.added(load, Gateway.NGINX, p)));
      }
    }
    return table.toString();
  }

  private Results.Median direct(Load load, double percentile) {
    return results.median(load, Gateway.DIRECT, sample -> sample.millis(percentile));
  }

  private static List<String> percentiles(
      String name, String way, Function<Double, Results.Median> of) {
    return Stream.concat(
            Stream.of(name, way), Stream.of(50.0, 99.0, 99.9).map(p -> of.apply(p).with(2)))
        .toList();
  }

  private String memory() {
    var table = new Table(1, "MB", "first call", "after all loads", "streams open", "with them");
    findings.memory().forEach((name, memory) -> table.row(memory(name, memory)));
    return table + "\nResident; of nginx master and worker added up.\n";
  }

  private static List<String> memory(String name, Memory memory) {
    return List.of(
        name,
        megabytes(memory.idle()),
        megabytes(memory.loaded()),
        "%,d".formatted(memory.streaming().streams()),
        megabytes(memory.streaming().resident()));
  }

  private String startUp() {
    var table =
        new Table(
            1, "ms from the spawn, median of " + extent.starts(), "ready", "first call", "CPU");
    startUp(table, "on both cores", findings.startUps());
    startUp(table, "on one core", findings.startUpsOnOneCore());
    return table.toString();
  }

  private static void startUp(Table table, String name, List<Headgate.StartUp> all) {
    table.row(
        name,
        millis(all, Headgate.StartUp::ready),
        millis(all, Headgate.StartUp::firstCall),
        millis(all, Headgate.StartUp::cpu));
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
    return String.join(
        "\n",
        threads(spots),
        shares(sample, "by who asked for it", spots.profile().parts(FRAMES)),
        shares(sample, "by our nearest method", spots.profile().ours(frames)),
        shares(sample, "by method, self", spots.profile().methods(frames)));
  }

  private static String threads(HotSpots spots) {
    Sample sample = spots.sample();
    var all = spots.threads().values().stream().reduce(Booked.NOTHING, Booked::plus);
    double units = all.cpu().all() / 1e3 / sample.cpuMicros();
    var table =
        new Table(1, sample.load().name() + ", by thread", "µs", "in the kernel", "switches");
    spots.threads().entrySet().stream()
        .filter(entry -> entry.getValue().cpu().all() > all.cpu().all() / 200)
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().cpu().all()))
        .forEach(entry -> table.row(thread(entry.getKey(), entry.getValue(), units)));
    return table.row(thread("all", all, units)).toString();
  }

  private static List<String> thread(String name, Booked booked, double units) {
    return List.of(
        name,
        number(booked.cpu().all() / 1e3 / units, 1),
        percent((double) booked.cpu().kernel() / booked.cpu().all()),
        number(booked.switches() / units, 2));
  }

  private static String shares(Sample sample, String by, List<Profile.Share> shares) {
    var table = new Table(1, sample.load().name() + ", " + by, "share of samples");
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
