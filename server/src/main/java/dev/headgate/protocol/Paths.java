package dev.headgate.protocol;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/// What is to be looked at in a JSON value: paths such as `choices[].delta.content`, each with what
/// is done with the value found there. Filled once, then shared by all walks.
final class Paths<S> {
  /// Looks at the value at whose token the parser stands, the opening one of a container.
  interface Visit<S> {
    void see(S state, JsonParser json);
  }

  /// A place in a value.
  static final class Place<S> {
    final @Nullable Place<S> parent;
    final Map<String, Place<S>> members = new HashMap<>();
    @Nullable Place<S> element;
    @Nullable Visit<S> visit;
    @Nullable Visit<S> leave;

    Place(@Nullable Place<S> parent) {
      this.parent = parent;
    }

    private Place<S> member(String name) {
      return members.computeIfAbsent(name, _ -> new Place<>(this));
    }

    private Place<S> element() {
      if (element == null) {
        element = new Place<>(this);
      }
      return element;
    }
  }

  /// What surrounds the value, as an array its elements.
  final Place<S> outside = new Place<>(null);

  private final Place<S> root = outside.element();

  Paths<S> on(String path, Visit<S> visit) {
    at(path).visit = visit;
    return this;
  }

  /// Calls `leave` once the container at the path is over.
  Paths<S> after(String path, Visit<S> leave) {
    at(path).leave = leave;
    return this;
  }

  private Place<S> at(String path) {
    Place<S> place = root;
    for (String step : path.split("\\.", -1)) {
      String name = step.replace("[]", "");
      place = name.isEmpty() ? place : place.member(name);
      for (int arrays = (step.length() - name.length()) / 2; arrays > 0; arrays--) {
        place = place.element();
      }
    }
    return place;
  }
}
