package dev.headgate.record;

import static dev.headgate.record.OpenedStore.MIDNIGHT;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.NanoUsd;
import dev.headgate.record.UsageQuery.Dimension;
import dev.headgate.record.UsageQuery.Step;
import dev.headgate.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every store of calls promises, whatever it keeps them in: a test of one extends this and
/// says how it is opened.
@Timeout(60)
abstract class CallStoreContract {
  private final List<CallRecord> seen = new CopyOnWriteArrayList<>();

  /// The same store each time, as a process finds it that starts on a day `later`.
  abstract OpenedStore opened(Duration later, Consumer<CallRecord> watching);

  final OpenedStore opened() {
    return opened(Duration.ZERO, seen::add);
  }

  @Test
  void whatEndedIsFoundAgainTheNewestFirst() {
    var calls = new RandomCalls(1);
    var made = new ArrayList<CallRecord>();
    try (var opened = opened()) {
      for (int i = 0; i < 500; i++) {
        made.add(calls.ended(MIDNIGHT + (i - 250) * 10L));
        opened.note(made.getLast());
      }
      assertThat(opened.all())
          .containsExactlyInAnyOrderElementsOf(made)
          .isSortedAccordingTo(Comparator.comparing(CallRecord::id).reversed());
    }
    assertThat(seen).as("by those who watch").containsExactlyElementsOf(made);
    try (var opened = opened()) {
      assertThat(opened.all()).containsExactlyInAnyOrderElementsOf(made);
    }
    assertThat(seen).as("once").hasSize(500);
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrOverlap() {
    var calls = new RandomCalls(2);
    try (var opened = opened()) {
      for (int i = 0; i < 300; i++) {
        opened.note(calls.ended(MIDNIGHT + (i - 150) * 10L));
      }
      List<CallRecord> all = opened.all();
      var paged = new ArrayList<CallRecord>();
      var filter = CallFilter.ALL;
      for (List<CallRecord> page = opened.store.calls(filter, 37);
          !page.isEmpty();
          page = opened.store.calls(filter, 37)) {
        paged.addAll(page);
        filter = filter.before(page.getLast().id());
      }
      assertThat(paged).containsExactlyElementsOf(all);
    }
  }

  @Test
  void eachFilterLetsThroughWhatItSays() {
    var calls = new RandomCalls(3);
    try (var opened = opened()) {
      for (int i = 0; i < 400; i++) {
        opened.note(calls.ended(MIDNIGHT + i));
      }
      List<CallRecord> all = opened.all();
      var since = Instant.ofEpochMilli(MIDNIGHT + 100);
      var until = Instant.ofEpochMilli(MIDNIGHT + 200);
      var filter =
          new CallFilter(
              since, until, null, null, null, null, null, Outcome.CUT, null, 500.0, null);
      assertThat(opened.store.calls(filter, 1_000))
          .isNotEmpty()
          .containsExactlyElementsOf(
              all.stream()
                  .filter(call -> call.epochMillis() >= MIDNIGHT + 100)
                  .filter(call -> call.epochMillis() < MIDNIGHT + 200)
                  .filter(call -> call.ending().outcome() == Outcome.CUT)
                  .filter(call -> call.ending().durationMillis() >= 500)
                  .toList());
      var feature =
          new CallFilter(
              null, null, null, "'; DROP TABLE call; --", null, null, null, null, null, null, null);
      assertThat(opened.store.calls(feature, 1_000))
          .isNotEmpty()
          .allMatch(call -> "'; DROP TABLE call; --".equals(call.asked().feature()));
    }
  }

  @Test
  void aCallIsFoundByItsIdOrByTheBeginningOfIt() {
    var calls = new RandomCalls(4);
    CallRecord call = calls.ended(MIDNIGHT + 5);
    try (var opened = opened()) {
      opened.note(calls.ended(MIDNIGHT - 1));
      opened.note(call);
      opened.note(calls.ended(MIDNIGHT + 100_000_000));
      opened.store.flush();
      assertThat(opened.store.call(call.id())).hasValue(call);
      assertThat(opened.store.call(call.id().substring(0, 18))).hasValue(call);
      assertThat(opened.store.call(call.id().substring(0, 4))).isEmpty();
      assertThat(opened.store.call("nonsense")).isEmpty();
    }
  }

  @Test
  void aCallThatWasUnderWayWhenTheProcessDiedHasCrashed() throws Exception {
    var calls = new RandomCalls(5);
    CallStart start = calls.started(MIDNIGHT + 1);
    CallRecord ended = calls.ended(MIDNIGHT + 2);
    try (var opened = opened()) {
      opened.store.records().started(start);
      opened.store.records().started(start);
      opened.note(ended);
    }
    try (var opened = opened()) {
      assertThat(opened.all()).hasSize(2).contains(ended);
      CallRecord crashed = opened.store.call(start.id()).orElseThrow();
      assertThat(crashed.ending().outcome()).isEqualTo(Outcome.CRASHED);
      assertThat(crashed.asked()).isEqualTo(start.asked());
      assertThat(crashed.spend().cost()).as("not known, which is not nothing").isNull();
      Await.until("those who watch", () -> seen.contains(crashed));
    }
    try (var opened = opened()) {
      assertThat(opened.all()).hasSize(2);
    }
  }

  @Test
  void whatIsTooOldIsDroppedAndDoesNotComeBack() {
    var calls = new RandomCalls(8);
    try (var opened = opened()) {
      opened.note(calls.ended(MIDNIGHT));
      opened.store.flush();
    }
    var later = Duration.ofDays(31);
    try (var opened = opened(later, _ -> {})) {
      CallRecord call = calls.ended(MIDNIGHT + later.toMillis());
      opened.note(call);
      opened.note(calls.ended(MIDNIGHT));
      assertThat(opened.all()).containsExactly(call);
    }
  }

  @Test
  void sumsAreThoseOfTheCallsByWhateverTheyAreToldApart() {
    var calls = new RandomCalls(9);
    try (var opened = opened()) {
      for (int i = 0; i < 2_000; i++) {
        opened.note(calls.ended(MIDNIGHT + i * 1_000L));
      }
      List<CallRecord> all = opened.all();
      Instant since = Instant.ofEpochMilli(MIDNIGHT);
      var query =
          new UsageQuery(
              since, since.plus(Duration.ofDays(1)), List.of(Dimension.OUTCOME), Map.of());
      Map<String, Long> byOutcome =
          all.stream().collect(groupingBy(call -> call.ending().outcome().text(), counting()));
      assertThat(opened.store.usage(query))
          .extracting(row -> Map.entry(row.group().getFirst(), row.totals().calls()))
          .containsExactlyInAnyOrderElementsOf(byOutcome.entrySet());
      assertThat(
              opened.store.usage(query).stream()
                  .mapToLong(row -> row.totals().cost().nanos())
                  .sum())
          .isEqualTo(
              all.stream()
                  .map(call -> call.spend().cost())
                  .filter(Objects::nonNull)
                  .mapToLong(NanoUsd::nanos)
                  .sum());
    }
  }

  @Test
  void theStepsOfATimeAddUpToAllOfIt() {
    var calls = new RandomCalls(10);
    try (var opened = opened()) {
      for (int i = 0; i < 600; i++) {
        opened.note(calls.ended(MIDNIGHT + i * 20_000L)); // three a minute
      }
      opened.store.flush();
      Instant since = Instant.ofEpochMilli(MIDNIGHT);
      var query = new UsageQuery(since, since.plus(Duration.ofDays(1)), List.of(), Map.of());

      List<UsageStep> minutes = opened.store.usage(query, Step.MINUTE);
      assertThat(minutes).hasSize(200).allMatch(step -> step.totals().calls() == 3);
      assertThat(minutes).extracting(UsageStep::start).startsWith(since).isSorted();
      assertThat(opened.store.usage(query, Step.HOUR))
          .extracting(step -> step.totals().calls())
          .containsExactly(180L, 180L, 180L, 60L);
      assertThat(opened.store.usage(query, Step.DAY))
          .extracting(step -> step.totals().calls())
          .containsExactly(600L);
    }
  }

  @Test
  void sumsAreOnlyOfThoseThatAreAskedFor() {
    var calls = new RandomCalls(11);
    try (var opened = opened()) {
      for (int i = 0; i < 500; i++) {
        opened.note(calls.ended(MIDNIGHT + i));
      }
      List<CallRecord> all = opened.all();
      Instant since = Instant.ofEpochMilli(MIDNIGHT);
      for (String feature : List.of("'; DROP TABLE call; --", "nobody's")) {
        var only = Map.of(Dimension.FEATURE, feature);
        var query =
            new UsageQuery(since, since.plus(Duration.ofHours(1)), List.of(Dimension.KEY), only);
        assertThat(opened.store.usage(query).stream().mapToLong(row -> row.totals().calls()).sum())
            .isEqualTo(all.stream().filter(it -> feature.equals(it.asked().feature())).count());
      }
    }
  }
}
