package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `headgate calls`
@Command(
    name = "calls",
    description = {
      "Shows calls, the newest first.",
      "What stands under TIME, or its id in JSON, is what headgate call takes."
    })
final class ShowCalls implements Callable<Integer> {
  private static final String PATH = "/admin/v1/calls?";
  private static final int SEEN = 20_000;

  /// How far back a call may have begun that ends only now.
  private static final Duration LONGEST = Duration.ofMinutes(61);

  @Mixin private FilterOption filter = new FilterOption();

  @Option(names = "--cause", paramLabel = "CAUSE", description = "As timeout.total, provider.429.")
  private @Nullable String cause;

  @Option(names = "--min-latency", paramLabel = "TIME", description = "As 2s: this long at least.")
  private @Nullable String minLatency;

  @Option(names = "--min-cost", paramLabel = "USD", description = "As 0.01: this dear at least.")
  private @Nullable String minCost;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "50",
      description = "The newest so many, at most 1000 (default: ${DEFAULT-VALUE}).")
  private String limit = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with those that end from now on.")
  private boolean follow;

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ListOption output = new ListOption();
  @Mixin private Terminal terminal = new Terminal();

  private final CallLine line = new CallLine(java.time.ZoneId.systemDefault());

  @Override
  public Integer call() throws InterruptedException {
    try (Operations operations = server.open()) {
      if (follow) {
        follow(operations);
      } else {
        terminal.out().println(list(operations).stripTrailing());
      }
    }
    return Exit.DONE;
  }

  private String query(Map<String, @Nullable String> more) {
    var all = new LinkedHashMap<String, @Nullable String>();
    all.put("cause", cause);
    all.put("min-latency", minLatency);
    all.put("min-cost", minCost);
    all.put("limit", limit);
    all.putAll(more);
    return PATH + filter.query(all);
  }

  private String list(Operations operations) {
    return switch (output.form()) {
      case CSV -> new String(operations.ask(Operations.get(query(Map.of("format", "csv")))), UTF_8);
      case JSON -> OutputOption.json(calls(operations, query(Map.of())));
      case TABLE -> table(calls(operations, query(Map.of())));
    };
  }

  private static JsonNode calls(Operations operations, String query) {
    return operations.read(query).path("calls");
  }

  private String table(JsonNode calls) {
    if (calls.isEmpty()) {
      return "no calls";
    }
    var lines = new ArrayList<String>(List.of(CallLine.HEAD));
    LocalDate day = LocalDate.now(Clock.system(line.zone()));
    for (JsonNode call : calls) {
      if (!line.day(call).equals(day)) {
        day = line.day(call);
        lines.add(day.toString());
      }
      lines.add(line.of(call));
    }
    if (calls.valueStream().anyMatch(CallLine::isMarked)) {
      lines.add("");
      lines.add(CallLine.MARKS);
    }
    return String.join(System.lineSeparator(), lines);
  }

  /// Those of now, and then, once a second, those that have ended since.
  private void follow(Operations operations) throws InterruptedException {
    if (output.form() == ListOption.Form.CSV) {
      throw new Failure(Exit.USAGE, "--follow prints a table or JSON, a call a line");
    }
    if (!operations.isLive()) {
      throw new Failure(Exit.NOT_THERE, "no server runs here, so no call will come");
    }
    var stopping = new Stopping(terminal.shell().signals());
    var seen = new LinkedHashMap<String, Boolean>();
    if (output.form() == ListOption.Form.TABLE) {
      terminal.out().println(CallLine.HEAD);
    }
    show(calls(operations, query(Map.of())), seen);
    do {
      String since = Clock.systemUTC().instant().minus(LONGEST).toString();
      show(calls(operations, query(Map.of("since", since, "limit", "1000"))), seen);
    } while (!stopping.await(Duration.ofSeconds(1)));
  }

  private void show(JsonNode calls, SequencedMap<String, Boolean> seen) {
    for (JsonNode call : calls.valueStream().toList().reversed()) {
      if (seen.put(call.path("id").asString(), true) == null) {
        boolean table = output.form() == ListOption.Form.TABLE;
        terminal.out().println(table ? line.of(call) : call.toString());
      }
    }
    while (seen.size() > SEEN) {
      seen.pollFirstEntry();
    }
    terminal.out().flush();
  }
}
