package dev.headgate.feature;

import static java.util.stream.Collectors.joining;

import dev.headgate.base.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import java.util.stream.Stream;

/// Which variant each of the 100,000 buckets is served. Two allocations that serve the same are
/// equal, however their shares were written.
public record Allocation(List<Slice> slices) {
  /// The name that stands for no variant at all: the feature is off.
  static final String NONE = "none";

  static final Allocation OFF = new Allocation(List.of(new Slice(NONE, 0, Bucket.COUNT)));

  /// Buckets `from` up to, not including, `to`; never empty.
  public record Slice(String variant, int from, int to) {
    int size() {
      return to - from;
    }
  }

  /// How many of the 100,000 buckets go from one variant to another.
  public record Move(String from, String to, int buckets) {
    @Override
    public String toString() {
      return "%s -> %s: %,d of %,d".formatted(from, to, buckets, Bucket.COUNT);
    }
  }

  public Allocation {
    slices = List.copyOf(slices);
  }

  /// Shares out by the order of `variants`: the first takes what the others leave, and these take
  /// their buckets from 0 on. So with two variants a key that is served the second one keeps it
  /// while its share grows.
  static Allocation of(List<String> variants, Map<String, Share> shares) {
    var slices = new ArrayList<Slice>();
    int next = 0;
    for (String variant : variants.subList(1, variants.size())) {
      int from = next;
      next += shares.getOrDefault(variant, Share.NONE).thousandths();
      add(slices, variant, from, next);
    }
    add(slices, variants.getFirst(), next, Bucket.COUNT);
    return new Allocation(slices);
  }

  private static void add(List<Slice> slices, String variant, int from, int to) {
    if (from < to) {
      slices.add(new Slice(variant, from, to));
    }
  }

  String variantOf(int bucket) {
    for (Slice slice : slices) {
      if (bucket < slice.to) {
        return slice.variant;
      }
    }
    throw new IllegalArgumentException(
        "bucket: " + bucket + " (expected: 0 to " + (Bucket.COUNT - 1) + ")");
  }

  Share share(String variant) {
    return new Share(
        slices.stream().filter(each -> each.variant.equals(variant)).mapToInt(Slice::size).sum());
  }

  /// What changes for keys when `after` takes over.
  List<Move> movedBy(Allocation after) {
    return moves(after, (was, is) -> Math.min(was.to, is.to) - Math.max(was.from, is.from));
  }

  /// The same where the salt changes too, which deals anew: the keys of each slice spread over all
  /// slices of `after`, these many on average.
  List<Move> redealtBy(Allocation after) {
    return moves(after, (was, is) -> (int) ((long) was.size() * is.size() / Bucket.COUNT));
  }

  private List<Move> moves(Allocation after, ToIntBiFunction<Slice, Slice> inBoth) {
    var moves = new ArrayList<Move>();
    for (Slice was : slices) {
      for (Slice is : after.slices) {
        int buckets = inBoth.applyAsInt(was, is);
        if (buckets > 0 && !was.variant.equals(is.variant)) {
          moves.add(new Move(was.variant, is.variant, buckets));
        }
      }
    }
    return moves;
  }

  /// As somebody could have said it, the default first.
  Shares shares() {
    var shares = new LinkedHashMap<String, Share>();
    if (!equals(OFF)) {
      defaultFirst().forEach(slice -> shares.put(slice.variant, new Share(slice.size())));
    }
    return new Shares(shares);
  }

  private Stream<Slice> defaultFirst() {
    return Stream.concat(
        slices.reversed().stream().limit(1), slices.stream().limit(slices.size() - 1));
  }

  /// `control 95%, candidate 5%`, the default first.
  @Override
  public String toString() {
    return defaultFirst()
        .map(slice -> slice.variant + " " + new Share(slice.size()))
        .collect(joining(", "));
  }
}
