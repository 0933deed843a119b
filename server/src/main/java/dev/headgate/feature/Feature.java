package dev.headgate.feature;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Share;
import dev.headgate.config.Problems;
import dev.headgate.config.Section;
import dev.headgate.protocol.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The unit that ships: its variants in the order of the file, of which the first is the default,
/// and which of them is served to whom. `salt` keeps its keys in place (default: the feature's
/// name); `fallback` is the canned answer, if there is one; `switched` says that an operator, and
/// not the file, decided what is served.
public record Feature(
    String name,
    String salt,
    @Nullable String fallback,
    List<Variant> variants,
    Signature signature,
    Allocation allocation,
    boolean switched) {
  private static final int DEFAULT_TOKENS = 1_024;

  /// Which variant a call was assigned. `sticky` where a targeting key put it into its bucket, so
  /// that the next call of the same key gets the same; else the bucket was drawn for this call.
  public record Assignment(Feature feature, Variant variant, int bucket, boolean sticky) {
    /// How it came about: by an operator's shares, the targeting key, or drawn for this call.
    public String reason() {
      return feature.switched ? "operator" : sticky ? "key" : "draw";
    }

    /// The variant's messages with the inputs of a request filled in.
    public Decision<List<Message>> fill(Inputs inputs) {
      return feature.signature.check(inputs).then(variant.prompt()::fill);
    }
  }

  public Feature {
    variants = List.copyOf(variants);
  }

  /// Reads a feature's settings but for those that belong to its calls (`timeouts`, `retries`).
  static Feature read(String name, Section in, Problems problems) {
    int tokens =
        in.integer("max-output-tokens", DEFAULT_TOKENS, Variant.LEAST_TOKENS, Variant.MOST_TOKENS);
    var variants = new ArrayList<Variant>();
    in.sections("variants")
        .forEach((each, section) -> variants.add(Variant.read(each, section, tokens, problems)));
    return new Feature(
        name,
        in.text("salt", name),
        in.has("fallback") ? in.requiredText("fallback") : null,
        variants,
        Signature.of(variants, in.section("variants")),
        Serve.read(in, names(variants)),
        false);
  }

  private static List<String> names(List<Variant> variants) {
    return variants.stream().map(Variant::name).toList();
  }

  /// The same as operators have switched it. Shares that no longer fit its variants count for
  /// nothing.
  Feature under(Switch by) {
    if (by.kill() != null) {
      return serving(Allocation.OFF);
    }
    return by.served() == null
        ? this
        : switch (fit(by.served().shares())) {
          case Decision.Yes<Allocation>(Allocation switched) -> serving(switched);
          case Decision.No<Allocation> _ -> this;
        };
  }

  private Feature serving(Allocation other) {
    return new Feature(name, salt, fallback, variants, signature, other, true);
  }

  /// Why an operator's shares no longer fit, if they do not.
  Optional<String> unfit(Switch by) {
    return by.served() != null && fit(by.served().shares()) instanceof Decision.No(Refusal why)
        ? Optional.of(why.message())
        : Optional.empty();
  }

  /// What shares come to here.
  Decision<Allocation> fit(Shares shares) {
    return shares.over(names(variants));
  }

  /// What is served to whom, for people: `support-reply: control 95%, candidate 5%`.
  public String serving() {
    return name + ": " + (isOff() ? "off" : allocation);
  }

  /// The inputs that its prompts take, by name.
  public Map<String, InputType> inputs() {
    var types = new LinkedHashMap<String, InputType>();
    signature.inputs().forEach((name, declared) -> types.put(name, declared.type()));
    return types;
  }

  /// How much of its traffic a variant is served.
  public Share share(Variant variant) {
    return allocation.share(variant.name());
  }

  public boolean isOff() {
    return allocation.equals(Allocation.OFF);
  }

  /// Which variant is served; refused where the feature is off. `random` draws where there is no
  /// key.
  public Decision<Assignment> choose(Targeting targeting, RandomGenerator random) {
    if (isOff()) {
      return Decision.no(new Refusal(Code.FEATURE_DISABLED, "feature " + name + " is off"));
    }
    int bucket = targeting.bucket(salt, random);
    String served = allocation.variantOf(bucket);
    Variant variant =
        variants.stream().filter(each -> each.name().equals(served)).findFirst().orElseThrow();
    return Decision.yes(new Assignment(this, variant, bucket, targeting instanceof Targeting.Key));
  }

  /// Whether the same is served of the same variants.
  boolean servesAs(Feature other) {
    return allocation.equals(other.allocation) && names(variants).equals(names(other.variants));
  }

  /// What changes for this feature's keys when `after` takes its place.
  List<Allocation.Move> movedBy(Feature after) {
    return salt.equals(after.salt)
        ? allocation.movedBy(after.allocation)
        : allocation.redealtBy(after.allocation);
  }
}
