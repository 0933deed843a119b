package dev.headgate.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.base.Usage;
import dev.headgate.price.Repricing.Attempt;
import dev.headgate.price.Repricing.Change;
import dev.headgate.protocol.Terms;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepricingTest {
  private static final Instant THEN = Instant.parse("2026-11-23T12:00:00Z");
  private static final Usage USAGE = Priced.usage("provider input=1000 output=100");
  private static final Prices OLD = Priced.by("prices: { local/a: { input: $1, output: $1 } }");

  private static Attempt attempt(String target, @Nullable Terms terms) {
    String[] names = target.split("/", 2);
    Cost cost =
        terms == null ? null : OLD.cost(names[0], names[1], USAGE, terms, THEN).orElse(null);
    return new Attempt(target, null, THEN, USAGE, cost);
  }

  private static List<Change> changes(Prices prices, List<Attempt> attempts) {
    var repricing = new Repricing(prices);
    attempts.forEach(repricing::add);
    return repricing.changes();
  }

  @Test
  void theSamePricesChangeNothingWhateverTheTerms() {
    var attempts =
        List.of(
            attempt("openai/gpt-6-sol", Terms.NONE),
            attempt("openai/gpt-6-sol", new Terms(null, "flex", null, null)),
            attempt("openai-eu/gpt-6-sol", new Terms(null, "priority", null, null)),
            attempt("anthropic/claude-opus-5-5", new Terms(null, "standard", "fast", "us")),
            attempt("anthropic/claude-opus-5-5", new Terms(null, "batch", null, "us")));

    assertThat(changes(OLD, attempts))
        .allSatisfy(change -> {
          assertThat(change.changed()).isZero();
          assertThat(change.after()).isEqualTo(change.before()).isNotEqualTo(NanoUsd.ZERO);
          assertThat(change.unknownAfter()).isZero();
        })
        .extracting(Change::target)
        .containsExactly("anthropic/claude-opus-5-5", "openai-eu/gpt-6-sol", "openai/gpt-6-sol");
  }

  @Test
  void otherPricesShowWhatTheyChange() {
    Prices now = Priced.by("prices: { local/a: { input: $2, output: $1 } }");

    assertThat(changes(now, List.of(attempt("local/a", Terms.NONE), attempt("local/a", null))))
        .containsExactly(
            new Change("local/a", 2, 2, new NanoUsd(1_100_000), new NanoUsd(2 * 2_100_000), 1, 0));
  }

  @Test
  void whatHasNoPriceAnyMoreIsUnknownAndNotFree() {
    assertThat(changes(Priced.by("{}"), List.of(attempt("local/a", Terms.NONE))))
        .containsExactly(new Change("local/a", 1, 1, new NanoUsd(1_100_000), NanoUsd.ZERO, 0, 1));
  }

  @Test
  void usageThatNobodyKnowsHasNoCostThenAndNow() {
    var unknown = new Attempt("local/a", null, THEN, Usage.NONE, null);

    assertThat(changes(OLD, List.of(unknown)))
        .containsExactly(new Change("local/a", 1, 0, NanoUsd.ZERO, NanoUsd.ZERO, 1, 1));
  }

  @Test
  void aThousandTargetsAreToldApartAndTheRestIsTogether() {
    var repricing = new Repricing(OLD);
    for (int i = 0; i < 1_500; i++) {
      repricing.add(new Attempt("local/" + i, null, THEN, USAGE, null));
    }

    assertThat(repricing.changes()).hasSize(1_001);
    assertThat(repricing.changes().getLast().target()).isEqualTo("other");
    assertThat(repricing.changes().getLast().attempts()).isEqualTo(500);
  }
}
