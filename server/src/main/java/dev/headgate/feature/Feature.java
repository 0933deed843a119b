package dev.headgate.feature;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Share;
import dev.headgate.config.Nearest;
import dev.headgate.config.Problems;
import dev.headgate.config.Section;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The unit that ships: its variants in the order of the file, of which the first is the default,
/// and which of them is served to whom. `salt` keeps its keys in place (default: the feature's
/// name); `fallback` is the canned answer, if there is one.
public record Feature(
    String name,
    String salt,
    @Nullable String fallback,
    List<Variant> variants,
    Allocation allocation) {
  private static final int DEFAULT_TOKENS = 1_024;

  /// Which variant a call was assigned. `sticky` where a targeting key put it into its bucket, so
  /// that the next call of the same key gets the same; else the bucket was drawn for this call.
  public record Assignment(Feature feature, Variant variant, int bucket, boolean sticky) {}

  public Feature {
    variants = List.copyOf(variants);
  }

  /// Reads a feature's settings but for those that belong to its calls (`timeouts`, `retries`).
  static Feature read(String name, Section in, Problems problems) {
    int tokens =
        in.integer("max-output-tokens", DEFAULT_TOKENS, Variant.LEAST_TOKENS, Variant.MOST_TOKENS);
    var variants = new ArrayList<Variant>();
    in.sections("variants")
        .forEach((each, section) -> variants.add(Variant.read(each, section, tokens, problems)));
    return new Feature(
        name,
        in.text("salt", name),
        in.has("fallback") ? in.requiredText("fallback") : null,
        variants,
        allocation(in, variants.stream().map(Variant::name).toList()));
  }

  private static Allocation allocation(Section in, List<String> variants) {
    if (variants.isEmpty()) {
      in.problem("variants", "none (expected: at least one)");
      return Allocation.OFF;
    }
    if (variants.contains(Allocation.NONE)) {
      in.section("variants").problem(Allocation.NONE, "a name that serve takes for no variant");
    }
    if (in.isMapping("serve")) {
      return shared(in, variants);
    }
    String served = in.text("serve", variants.getFirst());
    return served.equals(Allocation.NONE) || !isKnown(served, variants, in, "serve")
        ? Allocation.OFF
        : Allocation.of(variants, Map.of(served, Share.ALL));
  }

  private static Allocation shared(Section in, List<String> variants) {
    Section serve = in.section("serve");
    var shares = new LinkedHashMap<String, Share>();
    boolean sound = true;
    for (var each : in.scalars("serve").entrySet()) {
      String variant = each.getKey();
      try {
        sound &= isKnown(variant, variants, serve, variant);
        shares.put(variant, Share.parse(each.getValue()));
      } catch (IllegalArgumentException unfit) {
        serve.problem(variant, String.valueOf(unfit.getMessage()));
        sound = false;
      }
    }
    int total = shares.values().stream().mapToInt(Share::thousandths).sum();
    if (sound && total != Share.ALL.thousandths()) {
      in.problem("serve", "adds up to " + percent(total) + " (expected: 100%)");
    }
    return sound ? Allocation.of(variants, shares) : Allocation.OFF;
  }

  private static String percent(int thousandths) {
    return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString() + "%";
  }

  private static boolean isKnown(String name, List<String> variants, Section at, String key) {
    if (variants.contains(name)) {
      return true;
    }
    String meant =
        Nearest.of(name, variants)
            .map(near -> "; did you mean " + near + "?")
            .orElse(" (expected: " + String.join(", ", variants) + ")");
    at.problem(key, "no variant of this name" + meant);
    return false;
  }

  public boolean isOff() {
    return allocation.equals(Allocation.OFF);
  }

  /// Which variant is served; refused where the feature is off. `random` draws where there is no
  /// key.
  public Decision<Assignment> choose(Targeting targeting, RandomGenerator random) {
    if (isOff()) {
      return Decision.no(new Refusal(Code.FEATURE_DISABLED, "feature " + name + " is off"));
    }
    int bucket = targeting.bucket(salt, random);
    String served = allocation.variantOf(bucket);
    Variant variant =
        variants.stream().filter(each -> each.name().equals(served)).findFirst().orElseThrow();
    return Decision.yes(new Assignment(this, variant, bucket, targeting instanceof Targeting.Key));
  }

  /// What changes for this feature's keys when `after` takes its place.
  List<Allocation.Move> movedBy(Feature after) {
    return salt.equals(after.salt)
        ? allocation.movedBy(after.allocation)
        : allocation.redealtBy(after.allocation);
  }
}
