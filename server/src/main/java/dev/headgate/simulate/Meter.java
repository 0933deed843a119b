package dev.headgate.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What was served, and what it costs: input is counted when an answer begins, each token of output
/// before it is sent, so that an answer nobody waited for costs what had been made of it.
public final class Meter {
  /// One model's answers of one class of status: `2xx`, `4xx`, `5xx`, or `none` where no head was
  /// sent. `aborted` are those whose client left. Nano-dollars are billed.
  public record Row(
      String model, String status, long requests, long aborted, Tokens tokens, long billedNano) {}

  /// The sums of all rows, and how many calls are under way, now and at most.
  public record Snapshot(
      long requests, long aborted, long billedNano, long now, long peak, List<Row> rows) {
    public Snapshot {
      rows = List.copyOf(rows);
    }
  }

  /// A row while it grows.
  static final class Tab {
    private final Model model;
    private long requests;
    private long aborted;
    private Tokens tokens = Tokens.input(0);
    private long billed;

    private Tab(Model model) {
      this.model = model;
    }

    /// Opens the bill of one call, which has read so much.
    synchronized Bill begin(Tokens read, boolean fast) {
      requests++;
      add(read, fast);
      return new Bill(this, fast);
    }

    private synchronized void add(Tokens more, boolean fast) {
      tokens = tokens.plus(more);
      billed += model.bill(more, fast);
    }

    private synchronized void abort() {
      aborted++;
    }

    private synchronized Row row(String status) {
      return new Row(model.id(), status, requests, aborted, tokens, billed);
    }
  }

  /// One call's part of a row.
  record Bill(Tab tab, boolean fast) {
    private static final Tokens WORD = Tokens.input(0).with(1, 0);
    private static final Tokens THOUGHT = Tokens.input(0).with(1, 1);

    void said(Script.Token token) {
      tab.add(token.kind() == Script.Kind.REASONING ? THOUGHT : WORD, fast);
    }

    void aborted() {
      tab.abort();
    }
  }

  private record Key(String model, String status) {}

  private static final int MOST_ROWS = 1_000;

  private final Map<Key, Tab> tabs = new ConcurrentHashMap<>();
  private long now;
  private long peak;

  /// The tab of a model and a class of status; models beyond a thousand rows share `other`.
  Tab tab(Model model, String status) {
    Tab known = tabs.get(new Key(model.id(), status));
    if (known != null) {
      return known;
    }
    Model kept = tabs.size() < MOST_ROWS ? model : Model.named("other");
    return tabs.computeIfAbsent(new Key(kept.id(), status), _ -> new Tab(kept));
  }

  synchronized void enter() {
    now++;
    peak = Math.max(peak, now);
  }

  synchronized void leave() {
    now--;
    notifyAll();
  }

  /// Waits until no call is under way, at most so long; says whether none is.
  public synchronized boolean awaitIdle(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    for (long left = most.toMillis(); now > 0 && left > 0; ) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
    return now == 0;
  }

  public synchronized Snapshot snapshot() {
    List<Row> rows = new ArrayList<>();
    tabs.forEach((key, tab) -> rows.add(tab.row(key.status)));
    rows.sort(Comparator.comparing(Row::model).thenComparing(Row::status));
    return new Snapshot(
        rows.stream().mapToLong(Row::requests).sum(),
        rows.stream().mapToLong(Row::aborted).sum(),
        rows.stream().mapToLong(Row::billedNano).sum(),
        now,
        peak,
        rows);
  }
}
