package dev.headgate.bench;

import dev.headgate.bench.Days.Portion;
import dev.headgate.bench.StoreFindings.Day;
import dev.headgate.bench.StoreFindings.Dropped;
import dev.headgate.store.DatedFiles;
import dev.headgate.store.Desk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command `bench/run store`.
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description = "What it costs to keep calls, and how fast they are found, within one process.")
final class StoreBench implements Callable<Integer> {
  private static final LocalDate DROPPED = LocalDate.of(2026, 3, 2); // the eldest
  private static final LocalDate SMALL = LocalDate.of(2026, 3, 5);
  private static final LocalDate LARGE = LocalDate.of(2026, 3, 8);
  private static final LocalDate PACED = LocalDate.of(2026, 3, 11);
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 12);
  private static final int FULL = 5_000_000;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = {
        "Calls of the day that is asked about, 5,000,000 by default.",
        "A fifth of them stands for a smaller day, twice as many for the one that is dropped.",
        "With fewer than by default no report is written."
      })
  private int calls = FULL;

  @Option(names = "--profile", description = "Also tell where the CPU time of storing goes.")
  private boolean profile;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where a full run writes its tables.")
  private Path report = Path.of("docs/reference/performance-store.md");

  @Override
  public Integer call() throws IOException {
    Bench.endAfter(Duration.ofMinutes(30));
    Path directory = Files.createTempDirectory("headgate-bench");
    try {
      String text = new StoreReport(findings(directory)).toString();
      System.out.println(text);
      if (calls >= FULL) {
        Files.writeString(report, text);
        say("written to " + report);
      }
      return 0;
    } finally {
      Bench.delete(directory);
    }
  }

  private StoreFindings findings(Path directory) throws IOException {
    say("appending");
    var appends =
        new Appends(directory.resolve("appends"), Duration.ofSeconds(3), Math.min(calls, 500_000));
    List<Appends.Sample> appended = appends.all();
    say("the steps one by one");
    Steps.Found steps = new Steps(directory.resolve("steps"), 50).all();
    Portion paced;
    Day small;
    Day large;
    try (var days = new Days(directory.resolve("days"), TODAY)) {
      small = day(days, SMALL, calls / 5);
      large = profiled(directory, () -> day(days, LARGE, calls));
      say("1,000 calls a second");
      paced = days.paced(PACED, Math.min(calls, 20_000), 1_000);
      days.fill(DROPPED, 2 * calls, StoreBench::say);
    }
    return new StoreFindings(appended, steps, paced, small, large, dropped(directory));
  }

  private static Day day(Days days, LocalDate date, int count) {
    List<Portion> portions = days.fill(date, count, StoreBench::say);
    say("asking about " + date);
    return new Day(portions, days.bytes(date), new Questions(days.store(), date).all());
  }

  private Day profiled(Path directory, Supplier<Day> work) {
    if (!profile) {
      return work.get();
    }
    ProcessHandle self = ProcessHandle.current();
    Profile.start(self);
    Day day = work.get();
    Profile found = Profile.stop(self, directory.resolve("store.jfr"));
    System.out.println(shares("by our nearest method", found.ours(30)));
    System.out.println(shares("by method, self", found.methods(30)));
    return day;
  }

  private static String shares(String by, List<Profile.Share> shares) {
    var table = new Table(1, by, "% of samples");
    shares.forEach(each -> table.row(each.what(), "%.1f".formatted(100 * each.share())));
    return table.toString();
  }

  /// Each file alone, as retention drops it; the eldest first, for those before go with it.
  private List<Dropped> dropped(Path directory) throws IOException {
    Path days = directory.resolve("days").resolve("calls");
    try (var desk = new Desk();
        var files = new DatedFiles(days, "calls", desk, List.of())) {
      return List.of(
          dropped(files, days, DROPPED, 2 * calls),
          dropped(files, days, SMALL, calls / 5),
          dropped(files, days, LARGE, calls));
    }
  }

  private static Dropped dropped(DatedFiles files, Path days, LocalDate date, int count)
      throws IOException {
    long bytes = Files.size(days.resolve("calls-" + date + ".db"));
    long start = System.nanoTime();
    int gone = files.drop(date.plusDays(1).toString()).size();
    var took = Duration.ofNanos(System.nanoTime() - start);
    if (gone != 1) {
      throw new Failed(gone + " days dropped (expected: 1)");
    }
    Runtime heap = Runtime.getRuntime();
    long used = heap.totalMemory() - heap.freeMemory();
    return new Dropped(count, bytes, took, used, heap.maxMemory());
  }

  private static void say(String what) {
    System.err.println(what);
  }
}
