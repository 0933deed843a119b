package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which calls a command is about. What it takes is read by whom it asks, so that both say the same
/// of a slip.
final class FilterOption {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Not before: as long ago as 1h or 7d, a day, or a time as 2026-11-25T08:00:00Z.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Before: in the same way.")
  private @Nullable String until;

  @Option(names = "--feature", paramLabel = "NAME", description = "Of this feature.")
  private @Nullable String feature;

  @Option(names = "--variant", paramLabel = "NAME", description = "Of this variant.")
  private @Nullable String variant;

  @Option(names = "--model", paramLabel = "MODEL", description = "Asked for, or served.")
  private @Nullable String model;

  @Option(names = "--key", paramLabel = "NAME", description = "Of this application key.")
  private @Nullable String key;

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      description = "answered, degraded, refused, failed, cut, abandoned or crashed.")
  private @Nullable String outcome;

  /// The parameters of a query: those that were given, and more.
  String query(Map<String, @Nullable String> more) {
    var all = new LinkedHashMap<String, @Nullable String>();
    all.put("since", since);
    all.put("until", until);
    all.put("feature", feature);
    all.put("variant", variant);
    all.put("model", model);
    all.put("key", key);
    all.put("outcome", outcome);
    all.putAll(more);
    return all.entrySet().stream()
        .filter(each -> each.getValue() != null)
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
        .collect(joining("&"));
  }
}
