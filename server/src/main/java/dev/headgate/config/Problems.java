package dev.headgate.config;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// All that is wrong with a configuration, by file and line. The same problem at the same place
/// counts once; the first 100 are kept, the rest only counted.
public final class Problems {
  private static final int KEPT = 100;

  private final Set<Problem> kept = new LinkedHashSet<>();
  private int more;

  public void note(Place place, String message) {
    var problem = new Problem(place, message);
    if (kept.size() < KEPT) {
      kept.add(problem);
    } else if (!kept.contains(problem)) {
      more++;
    }
  }

  public boolean isEmpty() {
    return kept.isEmpty();
  }

  /// How many were noted, those that are not kept included.
  public int count() {
    return kept.size() + more;
  }

  public List<Problem> list() {
    return kept.stream()
        .sorted(
            comparing((Problem each) -> each.place().file().toString())
                .thenComparingInt(each -> each.place().line()))
        .toList();
  }

  @Override
  public String toString() {
    String lines = list().stream().map(Problem::toString).collect(joining("\n"));
    return more == 0 ? lines : lines + "\nand " + more + " more";
  }
}
