package dev.headgate.cli;

import static java.util.stream.Collectors.joining;

import dev.headgate.base.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `headgate features`
@Command(
    name = "features",
    description = "Shows which variants are served to whom, and switches them.",
    subcommands = {
      SwitchFeature.ToServe.class,
      SwitchFeature.Kill.class,
      SwitchFeature.Restore.class,
      SwitchFeature.Release.class,
      SwitchHistory.class
    })
final class ShowFeatures implements Callable<Integer> {
  private static final int COLUMNS = 80;

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    JsonNode features = features();
    terminal.out().println(output.isJson() ? OutputOption.json(features) : text(features));
    return Exit.DONE;
  }

  /// As the server has them; before there ever was one, as the file has them.
  private JsonNode features() {
    if (!server.isSomewhere()) {
      var config = ConfigOption.sound(server.read()).config();
      return JsonMapper.shared().valueToTree(config.page(Map.of()).all());
    }
    try (Operations operations = server.open()) {
      return operations.read("/admin/v1/features");
    }
  }

  static String text(JsonNode features) {
    if (features.isEmpty()) {
      return "no features";
    }
    var lines = new ArrayList<String>(table(features).within(COLUMNS).lines());
    features.forEach(feature -> lines.addAll(switched(feature)));
    return String.join(System.lineSeparator(), lines);
  }

  /// With what the file says beside what is so, where the two differ.
  private static Table table(JsonNode features) {
    boolean switched = features.valueStream().anyMatch(ShowFeatures::isSwitched);
    var table =
        switched
            ? Table.of("FEATURE", "VARIANT", "SHARE#", "FILE#", "MODEL", "PROMPT")
            : Table.of("FEATURE", "VARIANT", "SHARE#", "MODEL", "PROMPT");
    for (JsonNode feature : features) {
      String name = feature.path("feature").asString();
      for (JsonNode variant : feature.path("variants")) {
        var row = new ArrayList<>(List.of(name, variant.path("variant").asString()));
        String share = share(feature.path("serve"), row.get(1));
        row.add(feature.has("killed") ? "killed" : share);
        if (switched) {
          row.add(share(feature.path("file"), row.get(1)));
        }
        row.add(variant.path("target").asString());
        row.add(variant.path("prompt_version").asString());
        table.row(row.toArray(String[]::new));
        name = "";
      }
    }
    return table;
  }

  private static boolean isSwitched(JsonNode feature) {
    return feature.has("killed") || feature.has("override");
  }

  /// A variant's share by what `serve` says.
  private static String share(JsonNode serve, String variant) {
    if (serve.isObject()) {
      return serve.path(variant).asString(Share.NONE.toString());
    }
    String one = serve.asString();
    return one.equals("none") ? "off" : (one.equals(variant) ? Share.ALL : Share.NONE).toString();
  }

  /// Who switched it, and why.
  private static List<String> switched(JsonNode feature) {
    var lines = new ArrayList<String>();
    String name = feature.path("feature").asString();
    String stale = feature.path("stale").asBoolean(false) ? ", which the file no longer has," : "";
    if (feature.has("killed")) {
      lines.add("%s%s is killed: %s".formatted(name, stale, by(feature.path("killed"))));
    }
    if (feature.has("override")) {
      JsonNode override = feature.path("override");
      lines.add(
          "%s%s is to serve %s: %s"
              .formatted(name, stale, said(override.path("serve")), by(override)));
    }
    if (feature.has("unfit")) {
      lines.add("  passed over, for it no longer fits: " + feature.path("unfit").asString());
    }
    if (!lines.isEmpty()) {
      lines.addFirst("");
    }
    return lines.stream()
        .flatMap(line -> Width.lines(Terminal.clean(line), COLUMNS).stream())
        .toList();
  }

  /// `control 95%, candidate 5%`
  static String said(JsonNode serve) {
    return serve.isObject()
        ? serve
            .propertyStream()
            .map(each -> each.getKey() + " " + each.getValue().asString())
            .collect(joining(", "))
        : serve.asString();
  }

  /// `it is better (ann, 2026-11-25 08:00 UTC)`
  static String by(JsonNode mark) {
    String at = mark.path("at").asString();
    String minute = at.length() < 16 ? at : at.substring(0, 16).replace('T', ' ') + " UTC";
    return mark.path("reason").asString()
        + " ("
        + mark.path("author").asString()
        + ", "
        + minute
        + ")";
  }
}
