package dev.headgate.cli;

import dev.headgate.Configuration;
import dev.headgate.Headgate;
import dev.headgate.HeadgateConfig;
import dev.headgate.feature.Feature;
import java.util.ArrayList;
import java.util.List;

/// The block that says, once the server listens, what it is and how to call it.
record StartUp(Headgate headgate, Configuration source) {
  String text() {
    HeadgateConfig config = headgate.config();
    var lines = new ArrayList<String>();
    lines.add("Headgate " + Version.number() + " listens on " + address());
    lines.add(
        row(
            "access",
            config.keys().isEmpty()
                ? "open to programs on this machine; no application keys"
                : config.keys().size() + " application keys"));
    String file = source.file() == null ? "none; the environment alone" : source.file().toString();
    lines.add(row("config", file + ", version " + config.version()));
    lines.addAll(rows("providers", providers(config)));
    lines.addAll(rows("features", features(config)));
    lines.add(row("data", config.server().dataDir().toString()));
    lines.add("");
    lines.add(example(config));
    return String.join("\n", lines);
  }

  private String address() {
    String host = headgate.config().server().host();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + headgate.port();
  }

  private static List<String> providers(HeadgateConfig config) {
    int width = config.providers().keySet().stream().mapToInt(String::length).max().orElse(0);
    return config.providers().entrySet().stream()
        .map(each ->
            pad(each.getKey(), width)
                + (each.getValue().hasKey() ? "  key present  " : "  no key       ")
                + each.getValue().host())
        .toList();
  }

  private static List<String> features(HeadgateConfig config) {
    return config.features().all().stream().map(Feature::serving).toList();
  }

  /// A call to copy: of the first feature, else of a model.
  private String example(HeadgateConfig config) {
    return config.features().all().stream()
        .findFirst()
        .map(feature -> Curl.feature(address(), feature))
        .orElseGet(() -> Curl.model(address(), config));
  }

  private static List<String> rows(String name, List<String> values) {
    if (values.isEmpty()) {
      return List.of(row(name, "none"));
    }
    var rows = new ArrayList<String>();
    for (String value : values) {
      rows.add(row(rows.isEmpty() ? name : "", value));
    }
    return rows;
  }

  private static String row(String name, String value) {
    return "  " + pad(name, 11) + value;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
