package dev.headgate.record;

import dev.headgate.base.Clock;
import dev.headgate.record.RollupTable.Shipped;
import dev.headgate.store.DataDirectory;
import dev.headgate.store.Desk;
import dev.headgate.store.Journal;
import dev.headgate.store.JournalConfig;
import dev.headgate.store.JournalConfig.OnFull;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// All calls that are on record: noted while they run, stored behind, found again. What a killed
/// process left behind is closed and stored when it is opened.
public final class CallStore implements AutoCloseable {
  private static final int PAGE = 1_000;

  private final CallFiles files;
  private final Journal journal;
  private final Recorder recorder;
  private final Tail tail;
  private final Shipper shipper;

  private CallStore(CallFiles files, long settled, Journal journal, OnFull onFull, Means means) {
    this.files = files;
    this.journal = journal;
    List<CallRecord> crashed = Crash.found(journal, settled);
    recorder = new Recorder(journal, onFull);
    shipper = new Shipper(files, settled, journal, recorder, means.clock);
    tail = new Tail(journal, means.observers);
    crashed.forEach(call -> journal.append(Entries.bytes(call)));
    shipper.start();
  }

  /// Time, chance, and who is shown each call once it has ended.
  public record Means(Clock clock, RandomGenerator random, List<Consumer<CallRecord>> observers) {
    public Means {
      observers = List.copyOf(observers);
    }
  }

  public static CallStore open(
      DataDirectory data, Desk desk, JournalConfig config, RetentionConfig retention, Means means) {
    CallFiles files = CallFiles.of(data, desk, retention);
    Shipped shipped = files.shipped();
    Journal journal = Journal.open(data, config, means.clock, means.random, shipped.position());
    boolean whole = false;
    try {
      var store = new CallStore(files, shipped.settled(), journal, config.onFull(), means);
      whole = true;
      return store;
    } finally {
      if (!whole) {
        files.close();
        journal.close();
      }
    }
  }

  /// Where calls are noted while they run.
  public Records records() {
    return recorder;
  }

  /// Calls that have ended and could not be recorded.
  public long unrecorded() {
    return recorder.unrecorded();
  }

  /// Waits until all that has been noted by now can be found, for ten seconds at most.
  public void flush() {
    shipper.awaitStored(journal.end());
  }

  /// Waits until those who watch have been shown all that has ended by now.
  public void awaitShown() {
    tail.awaitShown(journal.end());
  }

  /// The newest calls that a filter lets through, the newest first, at most `limit`.
  public List<CallRecord> calls(CallFilter filter, int limit) {
    var calls = new ArrayList<CallRecord>();
    for (String day : files.days().dates().reversed()) {
      if (calls.size() == limit) {
        break;
      }
      if (!filter.mayBeOf(day)) {
        continue;
      }
      int left = limit - calls.size();
      files
          .days()
          .find(day)
          .ifPresent(
              file -> file.read(handle -> calls.addAll(CallTable.find(handle, filter, left))));
    }
    return calls;
  }

  /// Shows the newest calls that match, the newest first, `limit` of them at most, without holding
  /// more than a page of them. Where there may be more, the last that was shown.
  public Optional<CallRecord> each(CallFilter filter, int limit, Consumer<CallRecord> shown) {
    CallFilter rest = filter;
    List<CallRecord> page = List.of();
    for (int left = limit; left > 0; left -= page.size()) {
      page = calls(rest, Math.min(left, PAGE));
      page.forEach(shown);
      if (page.size() < Math.min(left, PAGE)) {
        return Optional.empty();
      }
      rest = rest.before(page.getLast().id());
    }
    return Optional.of(page.getLast());
  }

  /// The call of an id, or of the beginning of one if it is the only one.
  public Optional<CallRecord> call(String id) {
    return IdRange.of(id)
        .flatMap(range -> {
          var found = new ArrayList<CallRecord>();
          for (String day : files.days().dates().reversed()) {
            if (range.mayBeOf(day)) {
              files.days().at(day).read(handle -> found.addAll(CallTable.find(handle, range)));
            }
          }
          return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
        });
  }

  /// Sums over calls, the dearest group first.
  public List<UsageRow> usage(UsageQuery query) {
    return new Usages(files.months()).find(query);
  }

  /// Sums over calls step by step, whatever they are told apart by; steps without calls are left
  /// out.
  public List<UsageStep> usage(UsageQuery query, UsageQuery.Step step) {
    return new Usages(files.months()).steps(query, step);
  }

  /// Shows and stores all that has been noted.
  @Override
  public void close() {
    tail.close();
    shipper.close();
    try {
      files.close();
    } finally {
      journal.close();
    }
  }
}
