package dev.headgate.call;

import dev.headgate.base.Refusal;
import dev.headgate.protocol.CallBody;
import dev.headgate.route.Plan;
import org.jspecify.annotations.Nullable;

/// What will be asked of whom.
sealed interface Choice {
  /// A request for the targets of a plan. `assigned` is the variant, where a feature was called.
  record Planned(CallBody body, Plan plan, @Nullable Assigned assigned) implements Choice {
    @Override
    public @Nullable String fallback() {
      return plan.fallback();
    }
  }

  /// Nobody is asked, for the feature is off.
  record Off(Refusal refusal, @Nullable String fallback) implements Choice {}

  /// The canned answer, if there is one.
  @Nullable String fallback();

  /// The variant of a feature that serves this call; `bucket` is where its targeting key fell, if
  /// it had one; `reason` is how it came to the variant.
  record Assigned(String feature, String variant, @Nullable Integer bucket, String reason) {}
}
