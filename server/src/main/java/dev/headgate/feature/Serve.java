package dev.headgate.feature;

import dev.headgate.base.Nearest;
import dev.headgate.base.Share;
import dev.headgate.config.Section;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `serve:` of a feature: the name of a variant, or `none`, or shares by variant that add up
/// to 100 %. Left out, it is the first variant listed under `variants`.
final class Serve {
  private final Section in;
  private final List<String> variants;

  private Serve(Section in, List<String> variants) {
    this.in = in;
    this.variants = variants;
  }

  static Allocation read(Section in, List<String> variants) {
    if (variants.isEmpty()) {
      in.problem("variants", "none (expected: at least one)");
      return Allocation.OFF;
    }
    if (variants.contains(Allocation.NONE)) {
      in.section("variants").problem(Allocation.NONE, "a name that serve takes for no variant");
    }
    var serve = new Serve(in, variants);
    return in.isMapping("serve") ? serve.shares() : serve.one();
  }

  private Allocation one() {
    String name = in.text("serve", variants.getFirst());
    return !name.equals(Allocation.NONE) && isKnown(name, in, "serve")
        ? Allocation.of(variants, Map.of(name, Share.ALL))
        : Allocation.OFF;
  }

  private Allocation shares() {
    var shares = new LinkedHashMap<String, Share>();
    Map<String, String> given = in.scalars("serve");
    given.forEach((name, share) -> share(name, share, shares));
    int total = shares.values().stream().mapToInt(Share::thousandths).sum();
    if (total == Share.ALL.thousandths()) {
      return Allocation.of(variants, shares);
    }
    // a share that could not be read is a problem already, and the sum is no news then
    if (shares.size() == given.size()) {
      String percent = BigDecimal.valueOf(total, 3).stripTrailingZeros().toPlainString();
      in.problem("serve", "adds up to " + percent + "% (expected: 100%)");
    }
    return Allocation.OFF;
  }

  private void share(String name, String share, Map<String, Share> shares) {
    Section serve = in.section("serve");
    try {
      if (isKnown(name, serve, name)) {
        shares.put(name, Share.parse(share));
      }
    } catch (IllegalArgumentException unfit) {
      serve.problem(name, "share: " + serve.shown(name) + " (" + unfit.getMessage() + ")");
    }
  }

  private boolean isKnown(String name, Section at, String key) {
    boolean known = variants.contains(name);
    if (!known) {
      String expected = " (expected: " + String.join(", ", variants) + ")";
      at.problem(key, "no variant of this name" + expected + Nearest.hint(name, variants));
    }
    return known;
  }
}
