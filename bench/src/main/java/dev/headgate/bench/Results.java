package dev.headgate.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The samples of all rounds; what is said of them is the median.
final class Results {
  private record Key(Load load, String gateway) {}

  private final Map<Key, List<Sample>> samples = new HashMap<>();

  /// The middle of several measurements, and how far they lie apart.
  record Median(double value, double least, double most) {
    static Median of(DoubleStream values) {
      double[] sorted = values.sorted().toArray();
      double middle = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
      return new Median(middle, sorted[0], sorted[sorted.length - 1]);
    }

    String with(int digits) {
      String form = "%." + digits + "f";
      return least == most
          ? form.formatted(value)
          : (form + " (" + form + "–" + form + ")").formatted(value, least, most);
    }
  }

  void add(Load load, String gateway, Sample sample) {
    samples.computeIfAbsent(new Key(load, gateway), _ -> new ArrayList<>()).add(sample);
  }

  Median median(Load load, String gateway, ToDoubleFunction<Sample> measure) {
    return Median.of(of(load, gateway).stream().mapToDouble(measure));
  }

  /// Milliseconds at that percentile above those of the direct way in the same round.
  Median added(Load load, String gateway, double percentile) {
    List<Sample> direct = of(load, Gateway.DIRECT);
    List<Sample> through = of(load, gateway);
    return Median.of(
        IntStream.range(0, direct.size())
            .mapToDouble(
                i -> through.get(i).millis(percentile) - direct.get(i).millis(percentile)));
  }

  /// CPU of Headgate over CPU of nginx, per unit of the load.
  double ratio(Load load) {
    return median(load, Gateway.HEADGATE, Sample::cpuMicros).value()
        / median(load, Gateway.NGINX, Sample::cpuMicros).value();
  }

  long failed() {
    return all().mapToLong(Sample::failed).sum();
  }

  long calls() {
    return all().mapToLong(Sample::calls).sum();
  }

  /// The share of the machine that others used, in the middle and at worst.
  Median others() {
    return Median.of(all().mapToDouble(Sample::others));
  }

  private List<Sample> of(Load load, String gateway) {
    List<Sample> found = samples.get(new Key(load, gateway));
    if (found == null) {
      throw new IllegalStateException("not measured: " + load.name() + ", " + gateway);
    }
    return found;
  }

  private Stream<Sample> all() {
    return samples.values().stream().flatMap(List::stream);
  }
}
