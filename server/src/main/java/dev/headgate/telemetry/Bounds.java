package dev.headgate.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.util.Arrays;

/// The buckets of histograms. A scrape gets the bounds of the conventions, longer by three, since
/// models that reason take their time; what is pushed has exponential ones.
final class Bounds {
  private static final double[] SECONDS = {
    .01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68,
    655.36
  };
  private static final double[] OVERHEAD = {
    .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1
  };
  private static final double[] TOKENS = {
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864
  };

  private Bounds() {}

  static MeterFilter scraped() {
    return new Ours() {
      @Override
      DistributionStatisticConfig config(Meter.Id id) {
        return DistributionStatisticConfig.builder().serviceLevelObjectives(of(id)).build();
      }
    };
  }

  static MeterFilter pushed() {
    return new Ours() {
      @Override
      DistributionStatisticConfig config(Meter.Id id) {
        return DistributionStatisticConfig.builder()
            .percentilesHistogram(true)
            .minimumExpectedValue(Double.MIN_VALUE) // what is not above it would count as zero
            .build();
      }
    };
  }

  private static double[] of(Meter.Id id) {
    return switch (id.getType()) {
      case TIMER -> {
        double[] seconds = id.getName().equals(Metrics.OVERHEAD) ? OVERHEAD : SECONDS;
        yield Arrays.stream(seconds).map(each -> Math.rint(each * 1e9)).toArray();
      }
      default -> TOKENS;
    };
  }

  /// Leaves the histograms of others, such as the JVM's, as they are.
  private abstract static class Ours implements MeterFilter {
    abstract DistributionStatisticConfig config(Meter.Id id);

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig given) {
      boolean ours = id.getName().startsWith("headgate.") || id.getName().startsWith("gen_ai.");
      return ours ? config(id).merge(given) : given;
    }
  }
}
