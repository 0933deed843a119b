package dev.headgate.feature;

import dev.headgate.base.Decision;
import dev.headgate.base.Nearest;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.config.Problems;
import dev.headgate.config.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// All features of one snapshot, by name, in the order of the file.
public final class Features {
  private final Map<String, Feature> byName = new LinkedHashMap<>();

  public Features(Collection<Feature> features) {
    features.forEach(each -> byName.put(each.name(), each));
  }

  /// Reads `features:` of a configuration; with problems noted the result is good for nothing.
  public static Features read(Section root, Problems problems) {
    var features = new ArrayList<Feature>();
    root.sections("features").forEach((name, in) -> features.add(Feature.read(name, in, problems)));
    return new Features(features);
  }

  public List<Feature> all() {
    return List.copyOf(byName.values());
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /// The feature of this name, or a refusal that names the nearest of those that the caller may
  /// use.
  public Decision<Feature> find(String name, Predicate<String> mayUse) {
    Feature feature = byName.get(name);
    if (feature != null) {
      return Decision.yes(feature);
    }
    List<String> visible = names().stream().filter(mayUse).toList();
    String meant = Nearest.hint(name, visible);
    return Decision.no(new Refusal(Code.UNKNOWN_FEATURE, "no feature of this name" + meant));
  }

  /// The feature of this name, if there is one.
  Optional<Feature> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// The same as operators have switched them.
  public Features under(Map<String, Switch> switches) {
    return new Features(
        byName.values().stream()
            .map(each -> each.under(switches.getOrDefault(each.name(), Switch.NONE)))
            .toList());
  }

  /// For whom `after` changes what is served, one line for each way that keys go: `support-reply:
  /// candidate -> control: 5,000 of 100,000`.
  public List<String> movedBy(Features after) {
    var lines = new ArrayList<String>();
    byName.forEach((name, before) ->
        after
            .named(name)
            .map(before::movedBy)
            .orElse(List.of())
            .forEach(move -> lines.add(name + ": " + move)));
    return lines;
  }
}
