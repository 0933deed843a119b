package dev.headgate.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// What was served, and what it costs: input is counted when an answer begins, each token of output
/// before it is sent, so that an answer nobody waited for costs what had been made of it.
public final class Meter {
  /// One model's answers of one class of status: `2xx`, `4xx`, `5xx`, or `none` where no head was
  /// sent. `aborted` are those whose client left. Nano-dollars are billed.
  public record Row(
      String model, String status, long requests, long aborted, Tokens tokens, long billedNano) {}

  /// All rows, and how many calls are under way, now and at most.
  public record Snapshot(List<Row> rows, long now, long peak) {
    public Snapshot {
      rows = List.copyOf(rows);
    }

    public long requests() {
      return rows.stream().mapToLong(Row::requests).sum();
    }

    public long aborted() {
      return rows.stream().mapToLong(Row::aborted).sum();
    }

    public long output() {
      return rows.stream().mapToLong(row -> row.tokens().output()).sum();
    }

    public long billedNano() {
      return rows.stream().mapToLong(Row::billedNano).sum();
    }
  }

  /// What one call adds to its row.
  static final class Tab {
    private final Model model;
    private final LongAdder requests = new LongAdder();
    private final LongAdder aborted = new LongAdder();
    private final LongAdder fresh = new LongAdder();
    private final LongAdder cached = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final LongAdder output = new LongAdder();
    private final LongAdder reasoning = new LongAdder();

    private Tab(Model model) {
      this.model = model;
    }

    void begin(Tokens input) {
      requests.increment();
      fresh.add(input.fresh());
      cached.add(input.cached());
      written.add(input.written());
    }

    void said(Script.Token token) {
      output.increment();
      if (token.kind() == Script.Kind.REASONING) {
        reasoning.increment();
      }
    }

    void aborted() {
      aborted.increment();
    }

    private Row row(String status) {
      var tokens =
          new Tokens(fresh.sum(), cached.sum(), written.sum(), output.sum(), reasoning.sum());
      return new Row(model.id(), status, requests.sum(), aborted.sum(), tokens, model.bill(tokens));
    }
  }

  private record Key(String model, String status) {}

  private static final int MOST_ROWS = 1_000;

  private final Map<Key, Tab> tabs = new ConcurrentHashMap<>();
  private long now;
  private long peak;

  /// The tab of a model and a status; models beyond a thousand rows share `other`.
  Tab tab(Model model, String status) {
    Model kept = tabs.size() < MOST_ROWS ? model : Model.named("other");
    return tabs.computeIfAbsent(new Key(kept.id(), status), _ -> new Tab(kept));
  }

  static String status(int status) {
    return status / 100 + "xx";
  }

  synchronized void enter() {
    now++;
    peak = Math.max(peak, now);
  }

  synchronized void leave() {
    now--;
    notifyAll();
  }

  /// Waits until no call is under way, at most so long; whether none is.
  public synchronized boolean awaitIdle(java.time.Duration most) throws InterruptedException {
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
    rows.sort(java.util.Comparator.comparing(Row::model).thenComparing(Row::status));
    return new Snapshot(rows, now, peak);
  }

  JsonNode json() {
    Snapshot snapshot = snapshot();
    ArrayNode rows = Json.array();
    for (Row row : snapshot.rows()) {
      Tokens tokens = row.tokens();
      rows.add(
          Json.object(
              "model", row.model(),
              "status", row.status(),
              "requests", row.requests(),
              "aborted", row.aborted(),
              "input_tokens", tokens.input(),
              "cached_tokens", tokens.cached(),
              "cache_write_tokens", tokens.written(),
              "output_tokens", tokens.output(),
              "reasoning_tokens", tokens.reasoning(),
              "billed_nano", row.billedNano()));
    }
    return Json.object(
        "billed_nano", snapshot.billedNano(),
        "requests", snapshot.requests(),
        "aborted", snapshot.aborted(),
        "now", snapshot.now(),
        "peak", snapshot.peak(),
        "rows", rows);
  }
}
