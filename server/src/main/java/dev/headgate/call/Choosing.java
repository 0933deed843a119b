package dev.headgate.call;

import dev.headgate.access.Principal;
import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.call.Choice.Assigned;
import dev.headgate.call.Choice.Off;
import dev.headgate.call.Choice.Planned;
import dev.headgate.feature.Feature;
import dev.headgate.feature.Feature.Assignment;
import dev.headgate.feature.Inputs;
import dev.headgate.feature.Targeting;
import dev.headgate.protocol.Ask;
import dev.headgate.protocol.CallBody;
import dev.headgate.protocol.Prompted;
import dev.headgate.protocol.Raw;
import dev.headgate.protocol.Surface;
import dev.headgate.route.Plan;
import dev.headgate.route.Wanted;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// From what a client asks to what is asked of whom: the model it named, or the variant of a
/// feature that its targeting key is served.
record Choosing(Snapshot now, RandomGenerator random) {
  Decision<Choice> choose(Ask ask, Principal who) {
    return ask.isFeature() ? feature(ask, who) : model(ask, who);
  }

  private Decision<Choice> model(Ask ask, Principal who) {
    return now.routes()
        .asked(Wanted.of(ask, CallBody.UNCAPPED), now.ranking(), who::may)
        .then(plan -> limited(ask, new Planned(new Raw(ask), plan, null)));
  }

  private Decision<Choice> feature(Ask ask, Principal who) {
    if (ask.surface() == Surface.EMBEDDINGS) {
      return Decision.no(
          new Refusal(Code.INVALID_REQUEST, "model: features make no embeddings", "model"));
    }
    if (!who.may(ask.model())) {
      return Decision.no(
          new Refusal(
              Code.FEATURE_NOT_ALLOWED, "This key may not use the feature it asked for.", "model"));
    }
    return now.features()
        .find(ask.feature(), name -> who.may("feature/" + name))
        .then(feature -> feature.isOff() ? off(feature) : variant(ask, feature));
  }

  private static Decision<Choice> off(Feature feature) {
    var refusal = new Refusal(Code.FEATURE_DISABLED, "The feature " + feature.name() + " is off.");
    return Decision.yes(new Off(refusal, feature.fallback()));
  }

  private Decision<Choice> variant(Ask ask, Feature feature) {
    return targeting(ask)
        .then(key -> feature.choose(key, random))
        .then(assigned -> prompted(ask, assigned).then(body -> planned(ask, assigned, body)));
  }

  private static Decision<Targeting> targeting(Ask ask) {
    return ask.targetingKey()
        .map(said -> Targeting.read(said.member(), said.json(), 0, said.json().length))
        .orElseGet(() -> Decision.yes(new Targeting.ByCall()));
  }

  private static Decision<CallBody> prompted(Ask ask, Assignment assigned) {
    byte[] inputs = ask.inputs();
    var variant = assigned.variant();
    return Inputs.read(inputs, 0, inputs.length)
        .then(assigned::fill)
        .then(messages -> Prompted.of(ask, messages, variant.parameters()));
  }

  private Decision<Choice> planned(Ask ask, Assignment assigned, CallBody body) {
    Feature feature = assigned.feature();
    var variant = assigned.variant();
    Limits limits = now.limits(feature.name());
    var wanted =
        new Wanted(
            variant.model(),
            ask,
            feature.name(),
            limits.timeouts(),
            limits.retries(),
            variant.maxOutputTokens(),
            feature.fallback());
    Integer bucket = assigned.sticky() ? Integer.valueOf(assigned.bucket()) : null;
    var named = new Assigned(feature.name(), variant.name(), bucket, assigned.reason());
    return now.routes()
        .ofVariant(wanted, now.ranking())
        .then(plan -> limited(ask, new Planned(body, plan, named)));
  }

  /// Keeps to the shorter time that the client asked for itself.
  private static Decision<Choice> limited(Ask ask, Planned choice) {
    String asked = ask.timeoutMillis().strip();
    if (asked.isEmpty()) {
      return Decision.yes(choice);
    }
    if (!asked.matches("[1-9]\\d{0,8}")) {
      return Decision.no(
          new Refusal(
              Code.INVALID_REQUEST,
              "x-headgate-timeout-ms: not a number of milliseconds (expected: 1 to 999999999)",
              "x-headgate-timeout-ms"));
    }
    Plan within = choice.plan().within(Duration.ofMillis(Long.parseLong(asked)));
    return Decision.yes(new Planned(choice.body(), within, choice.assigned()));
  }
}
