package dev.headgate.feature;

import static dev.headgate.feature.AllocationTest.serve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headgate.base.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// RW-08: who is served what, over 220,000 keys.
class TargetingCasesTest {
  private static final List<String> TWO = List.of("control", "candidate");

  private static final List<String> SEQUENTIAL =
      IntStream.rangeClosed(1, 200_000).mapToObj(i -> "user-" + i).toList();

  private static final List<String> KEYS = new ArrayList<>(SEQUENTIAL);

  static {
    var random = new Random(8);
    IntStream.range(0, 20_000)
        .mapToObj(_ -> new UUID(random.nextLong(), random.nextLong()).toString())
        .forEach(KEYS::add);
  }

  @Test
  void rw08SmallSharesAreKept() {
    Allocation a = serve(TWO, "control", "99.9%", "candidate", "0.1%");

    assertThat(count("a", a, SEQUENTIAL).get("candidate")).isBetween(150, 250);
  }

  @Test
  void rw08SharesAreWithinBinomialBounds() {
    Allocation b = serve(TWO, "control", "90%", "candidate", "10%");
    Allocation c = serve(List.of("x", "y", "z"), "x", "33.333%", "y", "33.333%", "z", "33.334%");

    assertWithinBounds(count("b", b, KEYS).get("candidate"), 0.1);
    count("c", c, KEYS).values().forEach(served -> assertWithinBounds(served, 1 / 3.0));
  }

  @Test
  void rw08AKeyInTheCandidateStaysWhileItsShareGrows() {
    Set<String> inside = Set.of();
    for (String share : List.of("0.1%", "0.2%", "1%", "10%", "50%", "99.999%", "100%")) {
      var shares = Map.of("candidate", Share.parse(share));
      Set<String> now = candidates("a", Allocation.of(TWO, shares));
      assertThat(now.containsAll(inside)).as("at %s all of before are inside", share).isTrue();
      inside = now;
    }
    assertThat(inside).hasSameSizeAs(KEYS);
  }

  @Test
  void rw08TwoFeaturesMeetDifferentPeople() {
    Allocation ten = serve(TWO, "control", "90%", "candidate", "10%");

    long both =
        KEYS.stream()
            .filter(key -> ten.variantOf(Bucket.of("a", key)).equals("candidate"))
            .filter(key -> ten.variantOf(Bucket.of("b", key)).equals("candidate"))
            .count();

    assertThat(both / (double) KEYS.size()).isBetween(0.009, 0.011);
  }

  /// The keys in the order of their ids, cut into 20 slices: each has its part of the candidates.
  /// 43.8 is the 99.9 % point of chi-square with 19 degrees of freedom.
  @Test
  void rw08SequentialIdsShowNoRun() {
    Allocation ten = serve(TWO, "control", "90%", "candidate", "10%");
    int size = SEQUENTIAL.size() / 20;
    double chiSquare = 0;
    for (int slice = 0; slice < 20; slice++) {
      List<String> keys = SEQUENTIAL.subList(slice * size, (slice + 1) * size);
      int in = count("b", ten, keys).get("candidate");
      chiSquare += square(in - 0.1 * size) / (0.1 * size) + square(in - 0.1 * size) / (0.9 * size);
    }
    assertThat(chiSquare).isLessThan(43.8);
  }

  @Test
  void tenThousandKeysFollowTheSwitch() {
    List<String> keys = SEQUENTIAL.subList(0, 10_000);
    Allocation five = serve(TWO, "control", "95%", "candidate", "5%");
    Allocation ten = serve(TWO, "control", "90%", "candidate", "10%");
    Allocation back = serve(TWO, "control", "100%");

    int candidates = 0;
    for (String key : keys) {
      int bucket = Bucket.of("support-reply", key);
      if (five.variantOf(bucket).equals("candidate")) {
        candidates++;
        assertThat(ten.variantOf(bucket)).isEqualTo("candidate");
      }
      assertThat(back.variantOf(bucket)).isEqualTo("control");
    }
    assertThat(candidates).isBetween(430, 570);
  }

  private static Set<String> candidates(String salt, Allocation allocation) {
    return KEYS.stream()
        .filter(key -> allocation.variantOf(Bucket.of(salt, key)).equals("candidate"))
        .collect(Collectors.toSet());
  }

  private static Map<String, Integer> count(String salt, Allocation allocation, List<String> keys) {
    var served = new LinkedHashMap<String, Integer>();
    keys.forEach(key -> served.merge(allocation.variantOf(Bucket.of(salt, key)), 1, Integer::sum));
    return served;
  }

  /// 99.9 % of a binomial count lie within 3.29 deviations.
  private static void assertWithinBounds(int count, double share) {
    double mean = KEYS.size() * share;
    assertThat((double) count).isCloseTo(mean, within(3.29 * Math.sqrt(mean * (1 - share))));
  }

  private static double square(double x) {
    return x * x;
  }
}
