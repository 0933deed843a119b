package dev.headgate.price;

import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// What other prices make of the attempts at one target: how many there are, and how many cost
/// something else; the sums of what they were recorded to cost and of what they cost now, as far as
/// that is known; how many had no price and have one, had one and have none, and have none as
/// before. `versions` are the price lists that they were recorded by, at most twenty of them.
public record Change(
    String target,
    long attempts,
    long changed,
    NanoUsd before,
    NanoUsd after,
    long found,
    long lost,
    long unknown,
    SortedSet<String> versions) {
  private static final int MOST_VERSIONS = 20;

  static Change of(String target, Optional<Cost> was, Optional<Cost> is, Optional<String> version) {
    NanoUsd before = was.map(Cost::total).orElse(NanoUsd.ZERO);
    NanoUsd after = is.map(Cost::total).orElse(NanoUsd.ZERO);
    boolean found = was.isEmpty() && is.isPresent();
    boolean lost = was.isPresent() && is.isEmpty();
    return new Change(
        target,
        1,
        one(found || lost || !before.equals(after)),
        before,
        after,
        one(found),
        one(lost),
        one(was.isEmpty() && is.isEmpty()),
        new TreeSet<>(version.stream().toList()));
  }

  private static long one(boolean holds) {
    return holds ? 1 : 0;
  }

  /// Both together, under this one's name.
  public Change plus(Change more) {
    var all = new TreeSet<>(versions);
    all.addAll(more.versions);
    while (all.size() > MOST_VERSIONS) {
      all.removeLast();
    }
    return new Change(
        target,
        attempts + more.attempts,
        changed + more.changed,
        before.plus(more.before),
        after.plus(more.after),
        found + more.found,
        lost + more.lost,
        unknown + more.unknown,
        all);
  }

  /// How much more they cost now, in nano-dollars; less than nought where they cost less.
  public long difference() {
    return after.nanos() - before.nanos();
  }

  /// The same under another name.
  Change named(String other) {
    return new Change(other, attempts, changed, before, after, found, lost, unknown, versions);
  }

  /// As operators get it.
  public Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("target", target);
    json.put("attempts", attempts);
    json.put("changed", changed);
    json.put("recorded_nano", before.nanos());
    json.put("now_nano", after.nanos());
    json.put("difference_nano", difference());
    json.put("newly_priced", found);
    json.put("no_longer_priced", lost);
    json.put("unpriced", unknown);
    json.put("price_versions", versions);
    return json;
  }

  /// What `json` wrote.
  public static Change read(JsonNode json) {
    var versions = new TreeSet<String>();
    json.path("price_versions").forEach(each -> versions.add(each.asString()));
    return new Change(
        json.path("target").asString(),
        json.path("attempts").asLong(),
        json.path("changed").asLong(),
        new NanoUsd(json.path("recorded_nano").asLong()),
        new NanoUsd(json.path("now_nano").asLong()),
        json.path("newly_priced").asLong(),
        json.path("no_longer_priced").asLong(),
        json.path("unpriced").asLong(),
        versions);
  }
}
