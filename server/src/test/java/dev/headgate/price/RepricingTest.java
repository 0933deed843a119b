package dev.headgate.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.base.Usage;
import dev.headgate.price.Repricing.Attempt;
import dev.headgate.protocol.Terms;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RepricingTest {
  private static final Instant THEN = Instant.parse("2026-11-23T12:00:00Z");
  private static final Usage USAGE = Priced.usage("provider input=1000 output=100");
  private static final Prices OLD = Priced.by("prices: { local/a: { input: $1, output: $1 } }");

  private static Attempt attempt(String target, Terms terms) {
    return attempt(target, terms, OLD);
  }

  private static Attempt attempt(String target, Terms terms, Prices then) {
    String[] names = target.split("/", 2);
    Cost cost = then.cost(names[0], names[1], USAGE, terms, THEN).orElse(null);
    return new Attempt(target, terms, THEN, USAGE, cost, then.version());
  }

  private static NanoUsd nano(long nanos) {
    return new NanoUsd(nanos);
  }

  private static List<Change> changes(Prices prices, List<Attempt> attempts) {
    var repricing = new Repricing();
    attempts.forEach(each -> repricing.add(each, prices));
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
          assertThat(change.found() + change.lost() + change.unknown()).isZero();
        })
        .extracting(Change::target)
        .containsExactly("anthropic/claude-opus-5-5", "openai-eu/gpt-6-sol", "openai/gpt-6-sol");
  }

  @Test
  void otherPricesShowWhatTheyChange() {
    Prices now = Priced.by("prices: { local/a: { input: $2, output: $1 } }");
    var attempts =
        List.of(attempt("local/a", Terms.NONE), attempt("local/a", Terms.NONE, Priced.by("{}")));

    var versions = new TreeSet<>(List.of(OLD.version(), Priced.by("{}").version()));
    assertThat(changes(now, attempts))
        .containsExactly(
            new Change("local/a", 2, 2, nano(1_100_000), nano(4_200_000), 1, 0, 0, versions));
  }

  @Test
  void theTermsCountThatHadNoPriceOfTheirOwnThen() {
    var flex = new Terms(null, "flex", null, null);
    Prices now = Priced.by("prices: { local/a: { input: $1, output: $1, tiers: { flex: 0.5 } } }");

    assertThat(changes(now, List.of(attempt("local/a", flex))))
        .extracting(Change::difference)
        .containsExactly(-550_000L);
  }

  @Test
  void termsThatNobodyKnowsThePriceOfStayUnknown() {
    var strange = new Terms(null, "platinum", null, null);

    assertThat(changes(OLD, List.of(attempt("openai/gpt-6-sol", strange))))
        .extracting(Change::unknown, Change::changed)
        .containsExactly(tuple(1L, 0L));
  }

  @Test
  void whatHasNoPriceAnyMoreIsUnknownAndNotFree() {
    var versions = new TreeSet<>(List.of(OLD.version()));
    assertThat(changes(Priced.by("{}"), List.of(attempt("local/a", Terms.NONE))))
        .containsExactly(
            new Change("local/a", 1, 1, nano(1_100_000), NanoUsd.ZERO, 0, 1, 0, versions));
  }

  @Test
  void usageThatNobodyKnowsCountsForNothing() {
    var unknown = new Attempt("local/a", Terms.NONE, THEN, Usage.NONE, null, null);

    assertThat(changes(OLD, List.of(unknown))).isEmpty();
  }

  @Test
  void aThousandTargetsAreToldApartAndTheRestIsTogether() {
    var repricing = new Repricing();
    for (int i = 0; i < 1_500; i++) {
      repricing.add(attempt("local/" + i, Terms.NONE), OLD);
    }

    assertThat(repricing.changes()).hasSize(1_001);
    assertThat(repricing.changes().getLast().target()).isEqualTo("other");
    assertThat(repricing.changes().getLast().attempts()).isEqualTo(500);
  }

  @Test
  void whatOneHasWrittenAnotherReads() {
    Prices now = Priced.by("prices: { local/a: { input: $2, output: $1 } }");
    Change change =
        changes(now, List.of(attempt("local/a", Terms.NONE), attempt("local/a", Terms.NONE)))
            .getFirst();

    var json = JsonMapper.shared();
    assertThat(Change.read(json.readTree(json.writeValueAsBytes(change.json())))).isEqualTo(change);
  }

  @Test
  void noMoreThanTwentyPriceListsAreNamed() {
    var all = new Repricing();
    for (int i = 0; i < 50; i++) {
      all.add(new Attempt("local/a", Terms.NONE, THEN, USAGE, null, "list " + i), OLD);
    }

    assertThat(all.changes().getFirst().versions()).hasSize(20);
    assertThat(all.changes().getFirst().found()).isEqualTo(50);
  }
}
