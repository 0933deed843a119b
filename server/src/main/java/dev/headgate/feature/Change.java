package dev.headgate.feature;

import dev.headgate.base.Mark;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that an operator did to a feature.
public record Change(String feature, Act act, Mark by) {
  /// What can be done.
  public sealed interface Act {
    /// Serves these shares in place of the file's.
    record Serve(Shares shares) implements Act {}

    /// Serves nobody anything, whatever else is said, until restored.
    record Kill() implements Act {}

    /// Takes a kill back.
    record Restore() implements Act {}

    /// Gives the feature back to the file, a kill included.
    record Release() implements Act {}

    /// As it stands in the store and in JSON.
    default String text() {
      return switch (this) {
        case Serve _ -> "serve";
        case Kill _ -> "kill";
        case Restore _ -> "restore";
        case Release _ -> "release";
      };
    }

    /// What `text` wrote, and the shares that went with it.
    static Act of(String text, @Nullable String shares) {
      return switch (text) {
        case "serve" -> new Serve(Shares.parse(shares == null ? Allocation.NONE : shares));
        case "kill" -> new Kill();
        case "restore" -> new Restore();
        case "release" -> new Release();
        default -> throw new IllegalArgumentException("act: " + text);
      };
    }
  }

  /// The shares of a `Serve`.
  @Nullable String shares() {
    return act instanceof Act.Serve(Shares shares) ? shares.toString() : null;
  }

  /// `reply: serve candidate (ann, 2026-11-25T08:00:00Z: it answers better)`
  @Override
  public String toString() {
    String shares = shares();
    return feature + ": " + act.text() + (shares == null ? "" : " " + shares) + " (" + by + ")";
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("act", act.text());
    if (act instanceof Act.Serve(Shares shares)) {
      json.put("serve", shares.json());
    }
    json.putAll(by.json());
    return json;
  }
}
