package dev.headgate.record;

import static dev.headgate.record.OpenedStore.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headgate.record.CallRecord.Served;
import dev.headgate.record.UsageQuery.Dimension;
import dev.headgate.record.UsageQuery.Step;
import dev.headgate.store.DatedFiles;
import dev.headgate.store.Desk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollupsTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  /// The first midnight of a month.
  private static final long MIDNIGHT = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();

  @TempDir private Path directory;
  private final Desk desk = new Desk();
  private final RandomCalls calls = new RandomCalls(1);
  private DatedFiles months;
  private Rollups rollups;
  private long position;

  @BeforeEach
  void begin() {
    months = new DatedFiles(directory, "rollups", desk, RollupTable.SCHEMA);
    rollups = new Rollups(months, "node");
  }

  @AfterEach
  void end() {
    months.close();
    desk.close();
  }

  private void add(CallRecord call) {
    rollups.add(call, ++position);
  }

  private void flush() {
    rollups.flush(position, 0);
  }

  private CallRecord by(String model, long epochMillis) {
    CallRecord some = calls.ended(epochMillis);
    var served = new Served(null, null, null, model, null, null, List.of(), List.of(), "");
    return new CallRecord(
        some.id(),
        epochMillis,
        some.trace(),
        some.asked(),
        served,
        some.ending(),
        some.spend(),
        some.attempts());
  }

  private List<UsageRow> usage(long since, long until, Dimension... by) {
    var query =
        new UsageQuery(
            Instant.ofEpochMilli(since), Instant.ofEpochMilli(until), List.of(by), Map.of());
    return new Usages(months).find(query);
  }

  private static long count(List<UsageRow> rows) {
    return rows.stream().mapToLong(row -> row.totals().calls()).sum();
  }

  @Test
  void combinationsBeyondTheBoundAreSummedUpTogether() {
    for (int i = 0; i < 2_500; i++) {
      add(by("o/" + i, MIDNIGHT));
    }
    flush();
    List<UsageRow> rows = usage(MIDNIGHT, MIDNIGHT + MINUTE, Dimension.MODEL);
    assertThat(rows).hasSizeLessThanOrEqualTo(2_001);
    assertThat(count(rows)).isEqualTo(2_500);
    assertThat(rows).extracting(UsageRow::group).contains(List.of(CellKey.OTHER));
  }

  @Test
  void anHourStaysBoundedHoweverManyMinutesWentBefore() {
    for (int i = 0; i < 1_200; i++) {
      add(by("o/known", MIDNIGHT + i * MINUTE));
    }
    long last = MIDNIGHT + 1_200 * MINUTE; // an hour begins
    for (int i = 0; i < 3_000; i++) {
      add(by("o/" + i, last + i % 60 * MINUTE));
    }
    flush();
    List<UsageRow> rows = usage(last, last + HOUR, Dimension.MODEL, Dimension.KEY);
    assertThat(rows).hasSizeLessThanOrEqualTo(2_001);
    assertThat(count(rows)).isEqualTo(3_000);
  }

  @Test
  void whatWasAddedTwiceOrOnceMoreByAnotherProcessCountsOnce() {
    var made = new ArrayList<CallRecord>();
    for (int i = 0; i < 100; i++) {
      made.add(calls.ended(MIDNIGHT - 50 * MINUTE + i * MINUTE)); // of two months
    }
    for (int from : new int[] {0, 0, 30, 99}) { // each time from further on in the journal
      rollups = new Rollups(months, "node");
      for (int i = from; i < 100; i++) {
        rollups.add(made.get(i), i + 1);
        if (i % 7 == 0) {
          rollups.flush(i + 1, 0);
        }
      }
      rollups.flush(100, 0);
    }
    assertThat(usage(MIDNIGHT - HOUR, MIDNIGHT + HOUR).getFirst().totals().calls()).isEqualTo(100);
    assertThat(count(usage(MIDNIGHT - HOUR, MIDNIGHT + HOUR, Dimension.OUTCOME))).isEqualTo(100);
  }

  @Test
  void aLongTimeIsSummedUpToTheMinute() {
    for (int i = 0; i < 3_000; i++) {
      add(by("o/m", MIDNIGHT + i * MINUTE));
    }
    flush();
    for (long since : new long[] {0, 1, 59, 60, 61, 90}) {
      for (long until : new long[] {1_500, 1_501, 1_619, 1_620, 2_999}) {
        long from = MIDNIGHT + since * MINUTE;
        long to = MIDNIGHT + until * MINUTE;
        assertThat(usage(from, to).getFirst().totals().calls()).isEqualTo(until - since);
        assertThat(count(usage(from, to, Dimension.MODEL))).isEqualTo(until - since);
      }
    }
  }

  @Test
  void quantilesOfAnyTimeAreTrueToOnePercent() {
    var random = new Random(3);
    var millis = new ArrayList<Double>();
    for (int i = 0; i < 5_000; i++) {
      CallRecord call = by("o/m" + i % 7, MIDNIGHT + random.nextLong(3 * DAY));
      add(call);
      if (call.ending().outcome() != Outcome.CRASHED) {
        millis.add(call.ending().durationMillis());
      }
    }
    flush();
    millis.sort(null);
    var totals = usage(MIDNIGHT, MIDNIGHT + 3 * DAY).getFirst().totals();
    assertThat(totals.calls()).isEqualTo(5_000);
    assertThat(totals.latency()).isNotNull();
    near(totals.latency().p50(), millis, 0.5);
    near(totals.latency().p95(), millis, 0.95);
    near(totals.latency().p99(), millis, 0.99);
  }

  private static void near(double found, List<Double> sorted, double quantile) {
    double exact = sorted.get((int) (quantile * (sorted.size() - 1)));
    assertThat(found).isCloseTo(exact, within(exact * 0.0101));
  }

  @Test
  void aTimeComesStepByStep() {
    for (int i = 0; i < 3_000; i++) {
      add(by("o/m", MIDNIGHT + i * MINUTE));
    }
    flush();
    var since = Instant.ofEpochMilli(MIDNIGHT + HOUR + 30 * MINUTE);
    var until = Instant.ofEpochMilli(MIDNIGHT + 2_990 * MINUTE);
    var query = new UsageQuery(since, until, List.of(), Map.of());
    var usages = new Usages(months);

    List<UsageStep> minutes = usages.steps(query, Step.MINUTE);
    assertThat(minutes).hasSize(2_900).allMatch(step -> step.totals().calls() == 1);
    assertThat(minutes.getFirst().start()).isEqualTo(since);
    assertThat(minutes.getFirst().totals().latency()).isNotNull();
    List<UsageStep> hours = usages.steps(query, Step.HOUR);
    assertThat(hours).hasSize(49);
    assertThat(hours.getFirst().start()).isEqualTo(Instant.ofEpochMilli(MIDNIGHT + HOUR));
    assertThat(hours.getFirst().totals().calls()).isEqualTo(60);
    assertThat(usages.steps(query, Step.DAY))
        .extracting(step -> step.totals().calls())
        .containsExactly(1_440L, 1_440L, 120L);
  }

  @Test
  void sumsEndAtTheLargestNumberAndNeverTurnNegative() {
    for (int i = 0; i < 2_000; i++) { // usage of 2^63 - 1 among them
      add(calls.ended(MIDNIGHT + i));
    }
    flush();
    var totals = usage(MIDNIGHT, MIDNIGHT + MINUTE).getFirst().totals();
    assertThat(totals.tokensIn()).isEqualTo(Long.MAX_VALUE);
    assertThat(totals.cost().nanos()).isPositive();
  }
}
