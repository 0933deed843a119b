package dev.headgate.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The meters of one metric, by the values of its labels: at most `most`. From then on the names in
/// new ones are `other`, and what falls together is counted.
final class Family<M> {
  /// Labels whose values the program knows, and so are few.
  private static final Set<String> CLOSED =
      Set.of(
          "outcome",
          "outcome_class",
          "result",
          "reason",
          "kind",
          "code",
          "caller",
          "route",
          "error.type",
          "gen_ai.operation.name",
          "gen_ai.token.type",
          "gen_ai.token.modality");

  private final Map<List<String>, M> meters = new ConcurrentHashMap<>();
  private final int most;
  private final List<String> labels;
  private final Counter overflow;
  private final Function<Tags, M> make;

  Family(int most, List<String> labels, Counter overflow, Function<Tags, M> make) {
    this.most = most;
    this.labels = List.copyOf(labels);
    this.overflow = overflow;
    this.make = make;
  }

  /// The meter for these values, in the order of the labels.
  M of(String... values) {
    List<String> key = List.of(values);
    M known = meters.get(key);
    if (known != null) {
      return known;
    }
    if (meters.size() >= most) {
      overflow.increment();
      key = folded(key);
    }
    return meters.computeIfAbsent(key, each -> make.apply(tags(each)));
  }

  private List<String> folded(List<String> values) {
    var folded = new ArrayList<String>();
    for (int i = 0; i < labels.size(); i++) {
      folded.add(CLOSED.contains(labels.get(i)) ? values.get(i) : Names.OTHER);
    }
    return List.copyOf(folded);
  }

  private Tags tags(List<String> values) {
    var tags = new ArrayList<Tag>();
    for (int i = 0; i < labels.size(); i++) {
      tags.add(Tag.of(labels.get(i), values.get(i)));
    }
    return Tags.of(tags);
  }
}
