package dev.headgate.feature;

import static java.util.stream.Collectors.joining;

import dev.headgate.base.Decision;
import dev.headgate.base.Nearest;
import dev.headgate.base.Printable;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Share;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What an operator wants served, as said: shares by variant, or nobody anything. Whether it fits a
/// feature shows only against its variants.
public record Shares(Map<String, Share> byVariant) {
  static final Shares NONE = new Shares(Map.of());

  public Shares {
    byVariant = Collections.unmodifiableMap(new LinkedHashMap<>(byVariant));
  }

  static Shares all(String variant) {
    return variant.equals(Allocation.NONE) ? NONE : new Shares(Map.of(variant, Share.ALL));
  }

  /// Reads `"candidate"`, `"none"` or `{"control": "95%", "candidate": "5%"}`.
  static Decision<Shares> read(JsonNode json) {
    if (json.isString()) {
      return Decision.yes(all(json.stringValue()));
    }
    if (!json.isObject() || json.isEmpty()) {
      return refused("expected: a variant's name, none, or shares by variant");
    }
    var shares = new LinkedHashMap<String, Share>();
    for (var each : json.properties()) {
      try {
        shares.put(each.getKey(), Share.parse(each.getValue().asString("")));
      } catch (IllegalArgumentException unfit) {
        return refused("share of " + Printable.of(each.getKey()) + ": " + unfit.getMessage());
      }
    }
    return Decision.yes(new Shares(shares));
  }

  /// Reads what `toString` wrote.
  static Shares parse(String text) {
    if (!text.endsWith("%")) {
      return all(text);
    }
    var shares = new LinkedHashMap<String, Share>();
    for (String each : text.split(", ", -1)) {
      int space = each.lastIndexOf(' ');
      shares.put(each.substring(0, space), Share.parse(each.substring(space + 1)));
    }
    return new Shares(shares);
  }

  /// Shared out over a feature's variants, as the file would do it.
  Decision<Allocation> over(List<String> variants) {
    for (String name : byVariant.keySet()) {
      if (!variants.contains(name)) {
        String expected = " (expected: " + String.join(", ", variants) + ")";
        String hint = Nearest.hint(name, variants);
        return refused("no variant " + Printable.of(name) + expected + hint);
      }
    }
    int total = byVariant.values().stream().mapToInt(Share::thousandths).sum();
    if (total != Share.ALL.thousandths() && !equals(NONE)) {
      return refused("the shares do not add up to 100%");
    }
    return Decision.yes(equals(NONE) ? Allocation.OFF : Allocation.of(variants, byVariant));
  }

  private static <T> Decision<T> refused(String why) {
    return Decision.no(new Refusal(Code.INVALID_REQUEST, "serve: " + why, "serve"));
  }

  /// As `read` takes it.
  Object json() {
    if (byVariant.size() < 2) {
      return toString();
    }
    var json = new LinkedHashMap<String, String>();
    byVariant.forEach((name, share) -> json.put(name, share.toString()));
    return json;
  }

  /// `candidate`, `none`, or `control 95%, candidate 5%`.
  @Override
  public String toString() {
    return switch (byVariant.size()) {
      case 0 -> Allocation.NONE;
      case 1 -> byVariant.keySet().iterator().next();
      default ->
          byVariant.entrySet().stream()
              .map(each -> each.getKey() + " " + each.getValue())
              .collect(joining(", "));
    };
  }
}
