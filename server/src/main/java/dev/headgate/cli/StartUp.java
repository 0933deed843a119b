package dev.headgate.cli;

import dev.headgate.Configuration;
import dev.headgate.Headgate;
import dev.headgate.HeadgateConfig;
import dev.headgate.feature.Feature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The block that says, once the server listens, what it is and how to call it.
record StartUp(Headgate headgate, Configuration source, Path dataDir) {
  String text() {
    HeadgateConfig config = headgate.config();
    String address = Curl.address(config.server(), headgate.port());
    String file = source.file() == null ? "none; the environment alone" : source.file().toString();
    var table = Table.ofNames();
    table.row("  access", access(config));
    table.row("  config", file + ", version " + config.version());
    rows(table, "  providers", providers(config));
    rows(table, "  features", config.features().all().stream().map(Feature::serving).toList());
    table.row("  data", dataDir.toString());
    var lines = new ArrayList<String>();
    lines.add("Headgate " + Version.number() + " listens on " + address);
    lines.addAll(table.lines());
    lines.add("");
    lines.add(example(address, config));
    return String.join(System.lineSeparator(), lines);
  }

  private static String access(HeadgateConfig config) {
    return switch (config.keys().size()) {
      case 0 -> "open to programs on this machine; no application keys";
      case 1 -> "one application key";
      default -> config.keys().size() + " application keys";
    };
  }

  private static List<String> providers(HeadgateConfig config) {
    var table = Table.ofNames();
    config
        .providers()
        .forEach((name, provider) ->
            table.row(name, provider.hasKey() ? "key present" : "no key", provider.host()));
    return table.lines();
  }

  /// A call to copy: of the first feature, else of a model.
  private static String example(String address, HeadgateConfig config) {
    return config.features().all().stream()
        .findFirst()
        .map(feature -> Curl.feature(address, feature))
        .orElseGet(() -> Curl.model(address, config));
  }

  private static void rows(Table table, String name, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      table.row(i == 0 ? name : "", values.get(i));
    }
    if (values.isEmpty()) {
      table.row(name, "none");
    }
  }
}
