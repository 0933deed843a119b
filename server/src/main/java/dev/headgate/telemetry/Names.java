package dev.headgate.telemetry;

import dev.headgate.record.CallRecord;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What may become the value of a label: names that somebody configured, or that the price list
/// knows. Whatever else a caller or a provider comes up with is `other`, so that no one can make
/// series. `vendors` are the conventions' names of providers, by ours; `models` are
/// `provider/model`.
public record Names(
    Set<String> features, Set<String> variants, Map<String, String> vendors, Set<String> models) {
  static final String OTHER = "other";

  public static final Names NONE = new Names(Set.of(), Set.of(), Map.of(), Set.of());

  public Names {
    features = Set.copyOf(features);
    variants = Set.copyOf(variants);
    vendors = Map.copyOf(vendors);
    models = Set.copyOf(models);
  }

  /// The labels of one thing that happened; empty where there is nothing to name.
  record Labels(String feature, String variant, String provider, String model) {}

  Labels of(CallRecord call) {
    String feature = known(features, call.asked().feature());
    String variant = known(variants, call.served().variant());
    String target = call.served().target();
    return new Labels(feature, variant, provider(target), model(target));
  }

  /// The provider of a target.
  String provider(@Nullable String target) {
    return known(vendors.keySet(), providerOf(target));
  }

  /// The vendor of a target, as the conventions spell it.
  String vendor(String target) {
    return vendors.getOrDefault(String.valueOf(providerOf(target)), OTHER);
  }

  private static @Nullable String providerOf(@Nullable String target) {
    return target == null ? null : target.split("/", 2)[0];
  }

  /// The model of a target, without its provider.
  String model(@Nullable String target) {
    String known = known(models, target);
    return known.substring(known.indexOf('/') + 1);
  }

  private static String known(Set<String> names, @Nullable String name) {
    return name == null ? "" : names.contains(name) ? name : OTHER;
  }
}
