package dev.headgate.bench;

import dev.headgate.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command `bench/run`.
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    subcommands = {StoreBench.class, Scenarios.class},
    description = "What a call costs directly, through Headgate and through nginx, in one run.")
public final class Bench implements Callable<Integer> {
  @Option(names = "--quick", description = "A smoke test of under a minute; writes no report.")
  private boolean quick;

  @Option(names = "--profile", description = "Only tell where Headgate's CPU time goes.")
  private boolean profile;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each load is put on each gateway.")
  private int rounds;

  @Option(
      names = "--headgate",
      paramLabel = "FILE",
      description = "The launcher to test, another checkout's for instance.")
  private Path launcher = Path.of("headgate");

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where a full run writes its tables.")
  private Path report = Path.of("docs/reference/performance.md");

  /// Exits with 1 when the benchmark could not be run to its end.
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Extent extent = quick ? Extent.QUICK : Extent.FULL;
    if (rounds > 0) {
      extent = extent.withRounds(rounds);
    }
    endAfter(extent.atMost());
    Path directory = Files.createTempDirectory("headgate-bench");
    try (var run = new Run(extent, launcher, directory)) {
      if (profile) {
        System.out.println(Report.hotSpots(run.hotSpots(), 30));
      } else {
        measured(run, extent);
      }
      return 0;
    } catch (Failed failed) {
      System.err.println("bench: " + failed.getMessage());
      return 1;
    } finally {
      delete(directory);
    }
  }

  private void measured(Run run, Extent extent) throws IOException {
    String text = new Report(extent, run.all()).toString();
    System.out.println(text);
    if (quick) {
      System.err.println("a quick run: all of it works, but the JVM was not warm; take no figures");
    } else {
      Files.createDirectories(report.toAbsolutePath().getParent());
      Files.writeString(report, text);
      System.err.println("written to " + report);
    }
  }

  /// Whatever hangs, the machine is free again after that time; exit hooks end the children.
  static void endAfter(Duration time) {
    Thread.ofPlatform()
        .daemon()
        .name("watchdog")
        .start(() -> {
          Wait.sleep(time);
          System.err.println("bench: not done within " + time.toMinutes() + " min");
          System.exit(1);
        });
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
