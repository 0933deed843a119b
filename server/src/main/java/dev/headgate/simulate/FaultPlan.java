package dev.headgate.simulate;

import dev.headgate.base.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which request meets which fault: the first rule that applies decides. As text, which a command
/// line can hold, it is the name of a plan in `NAMED`, or rules parted by semicolons:
///
/// ```
/// after 30s for 10s: status 503; share 5% model sim-large: cut 20 reset
/// ```
///
/// A rule is conditions, a colon, and a fault; without conditions it always applies.
///
/// | condition | holds |
/// |---|---|
/// | `after 30s` | from 30 s after the plan began (`ms`, `s`, `m`) |
/// | `for 10s` | for 10 s from then on |
/// | `share 5%` | for 5 % of all requests, by the seed; the shares of several rules add up |
/// | `request 3`, `request 3-9` | for these requests, the plan's first being 1 |
/// | `model sim-large` | for requests that name this model |
///
/// | fault | |
/// |---|---|
/// | `status 429 retry-after 2 body {"a":1}` | the last two parts may be left out |
/// | `reset`, `silent`, `slow 20s` | before the first token |
/// | `cut 20`, `cut 20 reset`, `stall 20 30s`, `malformed 20`, `unterminated` | after 20 tokens, or at the end |
/// | `error-in-200`, `error-in-200 body {"a":1}` | |
/// | `error-event first`, `error-event start`, `error-event 20` | before all, before the first token, after 20 |
/// | `context-too-long`, `content-filter`, `out-of-credit`, `out-of-credit CODE` | the vendor's own refusals |
/// | `no-usage`, `empty`, `wrong-shape`, `compressed` | answers that are odd |
public record FaultPlan(List<Rule> rules) {
  /// A fault and when it strikes. Times count from the plan's beginning.
  public record Rule(
      Duration after,
      @Nullable Duration length,
      Share share,
      long firstRequest,
      long lastRequest,
      @Nullable String model,
      Fault fault) {
    static Rule always(Fault fault) {
      return new Rule(Duration.ZERO, null, Share.ALL, 1, Long.MAX_VALUE, null, fault);
    }

    private boolean applies(Duration age, long request, String asked) {
      return age.compareTo(after) >= 0
          && (length == null || age.compareTo(after.plus(length)) < 0)
          && request >= firstRequest
          && request <= lastRequest
          && (model == null || model.equals(asked));
    }
  }

  /// The plans that have a name; `s01` and on are those of the field's list of scenarios.
  public static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("healthy", ""),
          Map.entry("outage", "status 503"),
          Map.entry("flaky", "share 10%: status 500"),
          Map.entry("slow", "slow 10s"),
          Map.entry("rate-limited", "status 429 retry-after 1"),
          Map.entry("silent", "silent"),
          Map.entry("cut", "cut 20"),
          Map.entry("out-of-credit", "out-of-credit"),
          Map.entry("garbage", "malformed 5"),
          Map.entry("s01", "request 1: status 429 retry-after 1"),
          Map.entry("s02", "status 429 retry-after 1"),
          Map.entry("s03", "request 1: status 500"),
          Map.entry("s04", "status 503"),
          Map.entry("s05", "request 1: reset"),
          Map.entry("s06", "silent"),
          Map.entry("s07", "slow 20s"),
          Map.entry("s08", "cut 40 reset"),
          Map.entry("s09", "stall 20 30s"),
          Map.entry("s10", "malformed 20"),
          Map.entry("s11", "unterminated"),
          Map.entry("s12", "context-too-long"),
          Map.entry("s13", "content-filter"),
          Map.entry("s14", "status 400"),
          Map.entry("s15", "for 60s: status 503"),
          Map.entry("s23", "no-usage"));

  public static final FaultPlan HEALTHY = new FaultPlan(List.of());

  public FaultPlan {
    rules = List.copyOf(rules);
  }

  /// Every request meets this fault.
  public static FaultPlan always(Fault fault) {
    return new FaultPlan(List.of(Rule.always(fault)));
  }

  public static FaultPlan named(String name) {
    String text = NAMED.get(name);
    if (text == null) {
      throw new IllegalArgumentException(
          "plan: " + name + " (expected one of " + new TreeMap<>(NAMED).keySet() + ")");
    }
    return FaultText.parse(text);
  }

  /// Reads a name or rules; a mistake says what was found and what was expected.
  public static FaultPlan parse(String text) {
    String name = text.strip();
    return NAMED.containsKey(name) ? named(name) : FaultText.parse(name);
  }

  /// One draw decides over all shares of a request, so that they add up.
  Fault choose(Duration age, long request, String model, long seed) {
    int draw = new SplittableRandom(seed * 31 + request).nextInt(Share.ALL.thousandths());
    for (Rule rule : rules) {
      if (rule.applies(age, request, model)) {
        if (draw < rule.share.thousandths()) {
          return rule.fault;
        }
        draw -= rule.share.thousandths();
      }
    }
    return new Fault.None();
  }
}
