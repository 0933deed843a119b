package dev.headgate.bench;

import dev.headgate.base.SystemClock;
import dev.headgate.bench.Calls.Made;
import dev.headgate.record.Parts;
import dev.headgate.store.DataDirectory;
import dev.headgate.store.Desk;
import dev.headgate.store.Journal;
import dev.headgate.store.JournalConfig;
import dev.headgate.telemetry.CallLog;
import dev.headgate.telemetry.Lines;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What each step of a call's record costs in CPU time, with nothing else going on.
final class Steps {
  private static final int BATCH = 2_000; // as the shipper takes them
  private static final int PER_DAY = 86_400_000; // a thousand a second
  private static final int WARM = 3; // rounds that are not counted

  /// The log takes some 200 lines a millisecond; what is more is dropped.
  private static final Duration PAUSE = Duration.ofMillis(15);

  /// What came of the last step, or the compiler sees that nobody wants it.
  private static volatile @Nullable Object kept;

  private final Path directory;
  private final int batches;

  Steps(Path directory, int batches) {
    this.directory = directory;
    this.batches = batches;
  }

  /// CPU µs of a call.
  record Step(String name, double micros) {}

  /// In the order in which a call takes them; and the mean size of its two entries.
  record Found(List<Step> steps, int startBytes, int endBytes) {
    double micros() {
      return steps.stream().mapToDouble(Step::micros).sum();
    }
  }

  Found all() {
    var steps = new ArrayList<Step>();
    steps.add(step("encoding start and end", batch -> batch.forEach(Steps::encode)));
    try (var data = DataDirectory.open(directory, "bench");
        var desk = new Desk();
        var journal =
            Journal.open(data, JournalConfig.standard(), new SystemClock(), new Random(1), 0);
        var parts = new Parts(directory, desk);
        var lines = new Lines(OutputStream.nullOutputStream())) {
      steps.add(step("appending both", Steps::packed, each -> each.forEach(journal::append)));
      steps.add(
          step("decoding both to store them", Steps::packed, each -> each.forEach(Steps::read)));
      steps.add(step("storing rows", batch -> parts.storing(packedEnds(batch)), Runnable::run));
      steps.add(step("summing up 1,000 calls/s, written every 4 s", batch -> sum(parts, batch)));
      steps.add(
          step(
              "decoding the end to show it",
              Steps::packedEnds,
              each -> each.forEach(end -> kept = Parts.shown(end))));
      var log = new CallLog(lines, false);
      steps.add(step("log line", batch -> batch.forEach(made -> log.accept(made.end()))));
    }
    List<byte[]> some = packed(batch(0));
    int ends = packedEnds(batch(0)).stream().mapToInt(each -> each.length).sum();
    int all = some.stream().mapToInt(each -> each.length).sum();
    return new Found(steps, (all - ends) / BATCH, ends / BATCH);
  }

  private static void encode(Made made) {
    kept = Parts.packed(made.start());
    kept = Parts.packed(made.end());
  }

  private static void read(byte[] entry) {
    kept = Parts.isEnd(entry) ? Parts.end(entry) : Parts.id(entry);
  }

  private static void sum(Parts parts, List<Made> batch) {
    batch.forEach(made -> parts.sum(made.end()));
    if (batch.getFirst().end().epochMillis() % 4_000 == 0) { // a batch is of two seconds
      parts.flush();
    }
  }

  /// In the order in which they stand in the journal.
  private static List<byte[]> packed(List<Made> batch) {
    return batch.stream()
        .flatMap(made -> Stream.of(Parts.packed(made.start()), Parts.packed(made.end())))
        .toList();
  }

  private static List<byte[]> packedEnds(List<Made> batch) {
    return batch.stream().map(made -> Parts.packed(made.end())).toList();
  }

  private Step step(String name, Consumer<List<Made>> work) {
    return step(name, batch -> batch, work);
  }

  /// Calls are made, and what a step begins with, outside of what is measured.
  private <T> Step step(String name, Function<List<Made>, T> given, Consumer<T> work) {
    long cpu = 0;
    for (int i = 0; i < WARM * batches; i++) {
      T from = given.apply(batch(i));
      Wait.sleep(PAUSE);
      Busy before = Busy.now();
      work.accept(from);
      if (i >= (WARM - 1) * batches) {
        cpu += Busy.now().since(before).all();
      }
    }
    return new Step(name, cpu / 1e3 / BATCH / batches);
  }

  private static List<Made> batch(int number) {
    var calls = new Calls(0, PER_DAY);
    return IntStream.range(number * BATCH, (number + 1) * BATCH).mapToObj(calls::at).toList();
  }
}
