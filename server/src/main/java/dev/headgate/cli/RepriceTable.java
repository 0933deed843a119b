package dev.headgate.cli;

import dev.headgate.base.NanoUsd;
import dev.headgate.price.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the prices of a list make of calls: a target a row, and below what the sums do not say.
record RepriceTable(String version, List<Change> changes) {
  private static final int WIDEST = 24;

  String text() {
    if (changes.isEmpty()) {
      return "no calls that cost anything";
    }
    Change all = changes.stream().reduce(Change::plus).orElseThrow();
    var table = Table.of("TARGET", "ATTEMPTS#", "CHANGED#", "RECORDED#", "NOW#", "DIFFERENCE#");
    changes.forEach(each -> row(table, each, Terminal.clean(each.target())));
    row(table, all, "all");
    var lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.addAll(notes(all));
    return String.join(System.lineSeparator(), lines);
  }

  private static void row(Table table, Change of, String name) {
    table.row(
        Width.of(name) > WIDEST ? Width.fit(name, WIDEST) : name,
        Amount.count(of.attempts()),
        Amount.count(of.changed()),
        atLeast(of.before(), of.unknown() + of.found()),
        atLeast(of.after(), of.unknown() + of.lost()),
        difference(of.difference()));
  }

  private static String atLeast(NanoUsd known, long unknown) {
    return (unknown > 0 ? "> " : "") + Amount.dollars(known.nanos());
  }

  private static String difference(long nanos) {
    return nanos == 0 ? "-" : (nanos > 0 ? "+" : "-") + Amount.dollars(Math.abs(nanos));
  }

  private List<String> notes(Change all) {
    var notes = new ArrayList<String>();
    note(notes, "newly priced", all.found(), "which the difference contains");
    note(notes, "no longer priced", all.lost(), "which the sum of now lacks");
    note(notes, "unpriced", all.unknown(), "as before");
    notes.add("Records keep the price of their day: nothing is changed.");
    notes.add("Price list " + version + "; recorded by " + lists(all));
    return notes;
  }

  private static void note(List<String> notes, String what, long attempts, String so) {
    if (attempts > 0) {
      notes.add("%s: %s, %s".formatted(what, Amount.count(attempts), so));
    }
  }

  /// As many as a line has room for.
  private static String lists(Change all) {
    int most = 2;
    int more = all.versions().size() - most;
    String first = String.join(", ", all.versions().stream().limit(most).toList());
    return more > 0 ? first + " and " + more + " more" : first;
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("price_version", version);
    json.put("targets", changes.stream().map(Change::json).toList());
    return json;
  }
}
