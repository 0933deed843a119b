package dev.headgate.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AllocationTest {
  private static final List<String> TWO = List.of("control", "candidate");
  private static final List<String> THREE = List.of("control", "b", "c");

  @Test
  void theFirstVariantTakesWhatTheOthersLeave() {
    Allocation allocation = serve(THREE, "control", "70%", "b", "10%", "c", "20%");

    assertThat(allocation.variantOf(0)).isEqualTo("b");
    assertThat(allocation.variantOf(9_999)).isEqualTo("b");
    assertThat(allocation.variantOf(10_000)).isEqualTo("c");
    assertThat(allocation.variantOf(29_999)).isEqualTo("c");
    assertThat(allocation.variantOf(30_000)).isEqualTo("control");
    assertThat(allocation.variantOf(99_999)).isEqualTo("control");
  }

  @Test
  void theOrderAndTheSpellingOfSharesChangeNothing() {
    assertThat(serve(THREE, "c", "20.000%", "control", "70 %", "b", "10.0%"))
        .isEqualTo(serve(THREE, "control", "70%", "b", "10%", "c", "20%"));
    assertThat(serve(TWO, "control", "100%"))
        .isEqualTo(serve(TWO, "candidate", "0%", "control", "100.000%"));
  }

  @Test
  void isShownAsSharesWithTheDefaultFirst() {
    assertThat(serve(THREE, "c", "20.5%", "control", "70%", "b", "9.5%"))
        .hasToString("control 70%, b 9.5%, c 20.5%");
  }

  @Test
  void offServesNoVariantToAnyBucket() {
    assertThat(IntStream.of(0, 50_000, 99_999).mapToObj(Allocation.OFF::variantOf))
        .containsOnly("none");
  }

  @Test
  void aBucketOutOfRangeIsABug() {
    assertThatThrownBy(() -> Allocation.OFF.variantOf(100_000))
        .hasMessage("bucket: 100000 (expected: 0 to 99999)");
  }

  @Test
  void aReloadSaysWhichBucketsMove() {
    Allocation ten = serve(TWO, "control", "90%", "candidate", "10%");
    Allocation five = serve(TWO, "control", "95%", "candidate", "5%");

    assertThat(ten.movedBy(five)).hasToString("[candidate -> control: 5,000 of 100,000]");
    assertThat(five.movedBy(ten)).hasToString("[control -> candidate: 5,000 of 100,000]");
    assertThat(ten.movedBy(Allocation.OFF))
        .hasToString("[candidate -> none: 10,000 of 100,000, control -> none: 90,000 of 100,000]");
    assertThat(ten.movedBy(ten)).isEmpty();
  }

  @Test
  void anotherSaltMovesAKeyAsOftenAsChanceDoes() {
    Allocation even = serve(TWO, "control", "50%", "candidate", "50%");

    assertThat(even.redealtBy(even))
        .hasToString(
            "[candidate -> control: 25,000 of 100,000, control -> candidate: 25,000 of 100,000]");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyTwoAllocationsMoveWhatABucketByBucketCountFinds(long seed) {
    var random = new Random(seed);
    List<String> variants = List.of("a", "b", "c", "d").subList(0, 1 + random.nextInt(4));
    Allocation before = drawn(variants, random);
    Allocation after = drawn(variants, random);

    Map<String, Integer> counted = new LinkedHashMap<>();
    for (int bucket = 0; bucket < 100_000; bucket++) {
      String move = before.variantOf(bucket) + ">" + after.variantOf(bucket);
      counted.merge(move, 1, Integer::sum);
    }
    counted.keySet().removeIf(move -> move.charAt(0) == move.charAt(2));

    Map<String, Integer> said = new LinkedHashMap<>();
    before.movedBy(after).forEach(m -> said.put(m.from() + ">" + m.to(), m.buckets()));
    assertThat(said).isEqualTo(counted);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eachVariantHasExactlyItsShare(long seed) {
    var random = new Random(seed);
    List<String> variants = List.of("a", "b", "c", "d");
    int[] shares = shares(variants.size(), random);

    Allocation allocation = allocation(variants, shares);

    int[] served = new int[variants.size()];
    for (int bucket = 0; bucket < 100_000; bucket++) {
      served[variants.indexOf(allocation.variantOf(bucket))]++;
    }
    assertThat(served).isEqualTo(shares);
  }

  static IntStream seeds() {
    return IntStream.range(0, 30);
  }

  static Allocation serve(List<String> variants, String... namesAndShares) {
    var shares = new LinkedHashMap<String, Share>();
    for (int i = 0; i < namesAndShares.length; i += 2) {
      shares.put(namesAndShares[i], Share.parse(namesAndShares[i + 1]));
    }
    return Allocation.of(variants, shares);
  }

  private static Allocation drawn(List<String> variants, Random random) {
    return allocation(variants, shares(variants.size(), random));
  }

  private static Allocation allocation(List<String> variants, int[] thousandths) {
    var shares = new LinkedHashMap<String, Share>();
    for (int i = 0; i < thousandths.length; i++) {
      shares.put(variants.get(i), new Share(thousandths[i]));
    }
    return Allocation.of(variants, shares);
  }

  /// Shares that add up, often with an empty one.
  private static int[] shares(int count, Random random) {
    var cuts = new ArrayList<Integer>(List.of(0, 100_000));
    for (int i = 1; i < count; i++) {
      cuts.add(random.nextBoolean() ? 0 : random.nextInt(100_001));
    }
    cuts.sort(null);
    return IntStream.range(0, count).map(i -> cuts.get(i + 1) - cuts.get(i)).toArray();
  }
}
