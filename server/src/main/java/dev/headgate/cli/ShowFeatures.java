package dev.headgate.cli;

import dev.headgate.HeadgateConfig;
import dev.headgate.feature.Feature;
import dev.headgate.feature.Variant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `headgate features`
@Command(name = "features", description = "Shows which variants are served to whom.")
final class ShowFeatures implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    HeadgateConfig read = ConfigOption.sound(config.source().read()).config();
    List<Feature> features = read.features().all();
    terminal
        .out()
        .println(
            output.isJson()
                ? OutputOption.json(features.stream().map(each -> json(each, read)).toList())
                : table(features, read));
    return Exit.DONE;
  }

  private static String table(List<Feature> features, HeadgateConfig config) {
    if (features.isEmpty()) {
      return "no features";
    }
    var table = Table.of("FEATURE", "VARIANT", "SHARE#", "MODEL", "PROMPT");
    for (Feature feature : features) {
      String name = feature.name();
      for (Variant variant : feature.variants()) {
        String share = feature.isOff() ? "off" : feature.share(variant).toString();
        table.row(name, variant.name(), share, target(variant, config), variant.prompt().version());
        name = "";
      }
    }
    return table.toString();
  }

  /// Behind an alias, what it stands for.
  private static String target(Variant variant, HeadgateConfig config) {
    var alias = config.aliases().get(variant.model());
    return alias == null ? variant.model() : alias.target();
  }

  private static Map<String, Object> json(Feature feature, HeadgateConfig config) {
    var json = new LinkedHashMap<String, Object>();
    json.put("feature", feature.name());
    json.put("on", !feature.isOff());
    json.put("variants", feature.variants().stream().map(it -> json(it, feature, config)).toList());
    return json;
  }

  private static Map<String, Object> json(Variant variant, Feature feature, HeadgateConfig config) {
    var json = new LinkedHashMap<String, Object>();
    json.put("variant", variant.name());
    json.put("share_percent", feature.share(variant).thousandths() / 1_000.0);
    json.put("model", variant.model());
    json.put("target", target(variant, config));
    json.put("prompt_version", variant.prompt().version());
    json.put("max_output_tokens", variant.maxOutputTokens());
    return json;
  }
}
