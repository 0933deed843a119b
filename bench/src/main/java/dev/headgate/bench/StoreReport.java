package dev.headgate.bench;

import dev.headgate.bench.Days.Portion;
import dev.headgate.bench.StoreFindings.Day;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The page about what it costs to keep calls, and how fast they are found.
record StoreReport(StoreFindings findings) {
  private static final double MB = 1 << 20;
  private static final double COST = 15; // µs of a call
  private static final double RATE = 50_000; // calls a second
  private static final double SIZE = 700; // bytes of a call
  private static final double APPEND = 1; // µs

  @Override
  public String toString() {
    return Stream.of(
            method(),
            "## Does it reach what was asked?\n\n" + goals(),
            "## What does an append to the journal take?\n\n" + appends(),
            "## What does a call's record cost?\n\n" + cost(),
            "## How fast are calls stored, and how large are they?\n\n" + stored(),
            "## How fast are they found?\n\n" + answers(),
            "## How fast is a day dropped?\n\n" + dropped())
        .collect(Collectors.joining("\n"));
  }

  private String method() {
    return """
    # Performance of the journal and the store

    What it costs to keep calls, and how fast they are found again. Made by `./bench/run store` on %s from commit %s; do not edit.

    - %s
    - All in one process with the server's JVM settings and a heap of %,.0f MB; CPU is what the kernel booked on the threads named.
    - Calls are spread over a day: 24 features of two variants, four targets, eight keys, one call in 25 not answered, one in 30 with a second attempt. Each is noted as a server does it: the start of its attempt (%,d bytes) and its end (%,d bytes).
    """
        .formatted(
            Machine.today(),
            Machine.commit(),
            Machine.description(),
            findings.dropped().getFirst().mostHeap() / MB,
            findings.steps().startBytes(),
            findings.steps().endBytes());
  }

  private String goals() {
    var table = new Table(1, "", "to reach", "measured", "reached");
    most(table, "append to the journal as fast as it goes: p50, µs", APPEND, append(false), 2);
    most(table, "append to the journal 10,000 times a second: p50, µs", APPEND, append(true), 2);
    most(table, "a call's record, all steps: CPU µs", COST, findings.steps().micros(), 1);
    Day day = findings.day();
    least(table, "calls stored a second", RATE, day.perSecond());
    most(table, "bytes of a stored call, with indexes and attempts", SIZE, day.bytesOfCall(), 0);
    day.answers()
        .forEach(
            each -> most(table, each.question() + ", ms", each.most(), each.millis().value(), 1));
    return table + "\nOf several ways to append it is the slowest one.\n";
  }

  private double append(boolean paced) {
    return findings.appends().stream()
        .filter(each -> each.way().paced() == paced)
        .mapToDouble(each -> each.nanos().getValueAtPercentile(50) / 1e3)
        .max()
        .orElseThrow();
  }

  private static void most(Table table, String what, double most, double measured, int digits) {
    table.row(
        what,
        "≤ %.0f".formatted(most),
        number(measured, digits),
        measured <= most ? "yes" : "**no**");
  }

  private static void least(Table table, String what, double least, double measured) {
    table.row(
        what,
        "≥ %,.0f".formatted(least),
        "%,.0f".formatted(measured),
        measured >= least ? "yes" : "**no**");
  }

  private String appends() {
    var table =
        new Table(2, "threads", "", "bytes", "appends/s", "p50 µs", "p99 µs", "max ms", "CPU µs");
    for (Appends.Sample each : findings.appends()) {
      boolean paced = each.way().paced();
      table.row(
          Integer.toString(each.way().threads()),
          paced ? "10,000/s each" : "as fast as it goes",
          Integer.toString(each.way().bytes()),
          "%,.0f".formatted(each.perSecond()),
          number(each.nanos().getValueAtPercentile(50) / 1e3, 2),
          number(each.nanos().getValueAtPercentile(99) / 1e3, 2),
          number(each.nanos().getMaxValue() / 1e6, 1),
          paced ? "–" : number(each.cpuMicros(), 2));
    }
    long refused = findings.appends().stream().mapToLong(Appends.Sample::refused).sum();
    return table
        + "\nThe log's tail follows. CPU is that of the threads that append and of the one that makes"
        + " the files ahead and forces them to disk. A thread that slept before finds cold caches, and"
        + " its page protected again by the last forcing. %,d entries found no place.\n"
            .formatted(refused);
  }

  private String cost() {
    var table = new Table(1, "step", "CPU µs of a call");
    findings.steps().steps().forEach(each -> table.row(each.name(), number(each.micros(), 1)));
    table.row("all", number(findings.steps().micros(), 1));
    return table + "\n" + threads();
  }

  private String threads() {
    Portion quick = findings.day().portions().getLast();
    Portion paced = findings.paced();
    var table =
        new Table(1, "CPU µs of a call, by thread", "as fast as it goes", "at 1,000 calls/s");
    for (String thread : Portion.THREADS) {
      table.row(
          "`" + thread + "`", number(quick.micros(thread), 1), number(paced.micros(thread), 1));
    }
    table.row("all", number(quick.micros(), 1), number(paced.micros(), 1));
    return table
        + "\n`journal` forces to disk what is new, up to 200 times a second however few calls there are. As"
        + " fast as it goes more lines come than the log takes, and it drops some: `call-log` is too little there.\n";
  }

  private String stored() {
    var table = new Table(1, "calls stored before", "calls/s", "CPU µs of a call");
    List<Portion> portions = findings.day().portions();
    IntStream.range(0, portions.size())
        .forEach(i -> {
          Portion each = portions.get(i);
          table.row(
              "%,d".formatted(portions.stream().limit(i).mapToInt(Portion::calls).sum()),
              "%,.0f".formatted(each.perSecond()),
              number(each.micros(), 1));
        });
    return table
        + "\nA call is a row; its attempts are rows too where there is more to tell than that the only"
        + " one succeeded. It takes %.0f bytes in all.\n".formatted(findings.day().bytesOfCall());
  }

  private String answers() {
    var header = new ArrayList<>(List.of("ms, in the middle and at worst"));
    List<Day> days = List.of(findings.small(), findings.day());
    days.forEach(day -> header.add("of %,d calls".formatted(day.calls())));
    header.add("rows");
    var table = new Table(1, header.toArray(String[]::new));
    for (Questions.Answer answer : findings.day().answers()) {
      var row = new ArrayList<>(List.of(answer.question()));
      days.forEach(day -> row.add(millis(day.answer(answer.question()))));
      row.add("%,d".formatted(answer.found()));
      table.row(row);
    }
    return table
        + "\nOne day's calls; sums over 24 hours that begin 17 minutes into the day, as they do for who"
        + " asks now.\n";
  }

  private static String millis(Questions.Answer answer) {
    return number(answer.millis().value(), 1) + " / " + number(answer.millis().most(), 1);
  }

  private String dropped() {
    var table =
        new Table(0, "calls of the day", "MB of its file", "gone after ms", "MB of heap in use");
    findings
        .dropped()
        .forEach(each ->
            table.row(
                "%,d".formatted(each.calls()),
                "%,.0f".formatted(each.bytes() / MB),
                number(each.took().toNanos() / 1e6, 1),
                number(each.heap() / MB, 0)));
    return table
        + "\nA day is a file, and none of its rows is read; how long the file system takes to let go of"
        + " its blocks is in the figure.\n";
  }

  private static String number(double value, int digits) {
    return ("%." + digits + "f").formatted(value);
  }
}
