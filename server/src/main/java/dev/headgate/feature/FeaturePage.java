package dev.headgate.feature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What is served to whom, and what the file and the operators have to do with it, for people and
/// programs. `targets` says what stands behind a variant's model.
public record FeaturePage(
    Features file, Map<String, Switch> switches, UnaryOperator<String> targets) {

  public FeaturePage {
    switches = Map.copyOf(switches);
  }

  /// Those of the file in its order, then those that only a switch is left of.
  public List<Map<String, Object>> all() {
    var all = new ArrayList<Map<String, Object>>();
    file.all().forEach(feature -> all.add(configured(feature)));
    switches.keySet().stream()
        .filter(name -> file.named(name).isEmpty())
        .sorted()
        .forEach(name -> all.add(stale(name)));
    return all;
  }

  Optional<Map<String, Object>> one(String name) {
    return file.named(name)
        .map(this::configured)
        .or(() -> switches.containsKey(name) ? Optional.of(stale(name)) : Optional.empty());
  }

  private Map<String, Object> configured(Feature feature) {
    Switch by = switches.getOrDefault(feature.name(), Switch.NONE);
    Feature now = feature.under(by);
    var json = new LinkedHashMap<String, Object>();
    json.put("feature", feature.name());
    json.put("on", !now.isOff());
    json.put("serve", now.allocation().shares().json());
    json.put("file", feature.allocation().shares().json());
    switched(by, json);
    feature.unfit(by).ifPresent(why -> json.put("unfit", why));
    json.put("variants", now.variants().stream().map(each -> variant(each, now)).toList());
    return json;
  }

  private Map<String, Object> stale(String name) {
    var json = new LinkedHashMap<String, Object>();
    json.put("feature", name);
    json.put("on", false);
    json.put("stale", true);
    switched(switches.getOrDefault(name, Switch.NONE), json);
    return json;
  }

  private static void switched(Switch by, Map<String, Object> json) {
    if (by.kill() != null) {
      json.put("killed", by.kill().json());
    }
    if (by.served() != null) {
      var override = new LinkedHashMap<String, Object>();
      override.put("serve", by.served().shares().json());
      override.putAll(by.served().by().json());
      json.put("override", override);
    }
  }

  private Map<String, Object> variant(Variant variant, Feature feature) {
    var json = new LinkedHashMap<String, Object>();
    json.put("variant", variant.name());
    json.put("share_percent", feature.share(variant).thousandths() / 1_000.0);
    json.put("model", variant.model());
    json.put("target", targets.apply(variant.model()));
    json.put("prompt_version", variant.prompt().version());
    json.put("max_output_tokens", variant.maxOutputTokens());
    return json;
  }
}
