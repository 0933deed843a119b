package dev.headgate.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command `bench/run scenarios`: what goes wrong at providers, and what becomes of calls then,
/// on every surface.
@Command(
    name = "scenarios",
    mixinStandardHelpOptions = true,
    description = "Plays what goes wrong at providers against a gate, on every surface.")
public final class Scenarios implements Callable<Integer> {
  @Option(names = "--only", paramLabel = "CODE", description = "One of them, as S08.")
  private @Nullable String only;

  /// What was met, and what not: by scenario and way.
  public record Findings(Map<String, Map<Way, String>> byScenario) {
    /// One line for each that was not met.
    public List<String> unmet() {
      var lines = new ArrayList<String>();
      byScenario.forEach((scenario, ways) ->
          ways.forEach((way, trouble) -> {
            if (!trouble.isEmpty()) {
              lines.add(scenario + ", " + way + ": " + trouble);
            }
          }));
      return lines;
    }

    /// Scenarios down, ways across.
    @Override
    public String toString() {
      var text = new StringBuilder("| scenario |");
      Way.ALL.forEach(way -> text.append(' ').append(way).append(" |"));
      text.append("\n|---|").append("---|".repeat(Way.ALL.size())).append('\n');
      byScenario.forEach((scenario, ways) -> {
        text.append("| ").append(scenario).append(" |");
        Way.ALL.forEach(
            way -> text.append(ways.getOrDefault(way, "-").isEmpty() ? " pass |" : " **fail** |"));
        text.append('\n');
      });
      return text.toString();
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Findings findings = played(only);
    System.out.println(findings);
    findings.unmet().forEach(System.out::println);
    return findings.unmet().isEmpty() ? 0 : 1;
  }

  /// Plays all, or one: several at a time, those apart that start processes of their own, which
  /// would take the others the time that they watch.
  public static Findings played(@Nullable String only) throws InterruptedException {
    var found = new TreeMap<String, Map<Way, String>>();
    play(Stream.concat(Scenario.OF_ONE_CALL.stream(), Disturbance.ALL.stream()), only, 8, found);
    play(Stream.of(Killed.SCENARIO), only, 2, found);
    return new Findings(found);
  }

  private static void play(
      Stream<Scenario> scenarios,
      @Nullable String only,
      int atOnce,
      Map<String, Map<Way, String>> found)
      throws InterruptedException {
    var seats = new Semaphore(atOnce);
    List<Thread> playing = new ArrayList<>();
    scenarios
        .filter(each -> only == null || each.code().equalsIgnoreCase(only))
        .forEach(scenario -> {
          Map<Way, String> ways = new ConcurrentHashMap<>();
          found.put(scenario.code() + " " + scenario.title(), ways);
          for (Way way : Way.ALL) {
            playing.add(
                Thread.ofVirtual().start(() -> ways.put(way, trouble(scenario, way, seats))));
          }
        });
    for (Thread each : playing) {
      each.join();
    }
  }

  private static String trouble(Scenario scenario, Way way, Semaphore seats) {
    seats.acquireUninterruptibly();
    try {
      scenario.play(way);
      return "";
    } catch (Exception unmet) {
      return String.valueOf(unmet.getMessage());
    } finally {
      seats.release();
    }
  }
}
