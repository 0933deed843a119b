package dev.headgate.call;

import dev.headgate.protocol.CallBody;
import dev.headgate.route.Plan;
import org.jspecify.annotations.Nullable;

/// What will be asked of whom. `assigned` is the variant, where a feature was called.
record Choice(CallBody body, Plan plan, @Nullable Assigned assigned) {
  /// The variant of a feature that serves this call; `bucket` is where its targeting key fell.
  record Assigned(String feature, String variant, int bucket) {}
}
