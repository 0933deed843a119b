package dev.headgate.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who calls: an application by the name of its key, and the team that it belongs to, if it does.
/// Without patterns it may use every model.
public record Principal(String name, @Nullable String team, List<String> models) {
  /// Everybody, where the gate stands open on loopback.
  public static final Principal OPEN = new Principal("open", null, List.of());

  public Principal {
    models = List.copyOf(models);
  }

  /// Whether it may use the model: an alias, `provider/model` or `feature/name`. A pattern matches
  /// whole segments; `*` stands for one of them, and at its end for all that follow.
  public boolean may(String model) {
    return models.isEmpty() || models.stream().anyMatch(pattern -> matches(pattern, model));
  }

  private static boolean matches(String pattern, String model) {
    String[] wanted = pattern.split("/", -1);
    String[] given = model.split("/", -1);
    for (int i = 0; i < wanted.length; i++) {
      boolean any = wanted[i].equals("*");
      if (i >= given.length || !(any || wanted[i].equals(given[i]))) {
        return false;
      }
      if (any && i == wanted.length - 1) {
        return true;
      }
    }
    return wanted.length == given.length;
  }
}
