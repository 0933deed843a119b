package dev.headgate.feature;

import dev.headgate.base.Mark;
import dev.headgate.feature.Change.Act;
import org.jspecify.annotations.Nullable;

/// What operators have decided of a feature over the file: what it serves, and that it is killed,
/// which wins over both.
public record Switch(@Nullable Served served, @Nullable Mark kill) {
  static final Switch NONE = new Switch(null, null);

  /// The shares in place of the file's, and by whom.
  public record Served(Shares shares, Mark by) {}

  /// The same once an operator has done something more.
  Switch after(Change change) {
    return switch (change.act()) {
      case Act.Serve(Shares shares) -> new Switch(new Served(shares, change.by()), kill);
      case Act.Kill() -> new Switch(served, kill == null ? change.by() : kill);
      case Act.Restore() -> new Switch(served, null);
      case Act.Release() -> NONE;
    };
  }
}
