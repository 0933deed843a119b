package dev.headgate.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Decision;
import dev.headgate.config.Section;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An input as a prompt file declares it: its type, and its value where a request leaves it out.
/// One without such a value is required.
record Declared(InputType type, @Nullable Input otherwise) {

  /// Reads `inputs: { question: string, tone: { type: string, default: kind } }`; a type that is
  /// left out is a string.
  static Map<String, Declared> all(Section inputs) {
    var all = new LinkedHashMap<String, Declared>();
    for (String name : inputs.keys()) {
      if (!Inputs.NAME.matcher(name).matches()) {
        inputs.problem(name, "not a name (expected: a letter, then letters, digits, _ and -)");
      } else if (inputs.isMapping(name)) {
        all.put(name, withDefault(inputs.section(name)));
      } else {
        all.put(name, new Declared(inputs.choice(name, InputType.STRING), null));
      }
    }
    if (all.size() > Inputs.MOST) {
      inputs.problem(all.size() + " inputs (expected: at most " + Inputs.MOST + ")");
    }
    return Collections.unmodifiableMap(all);
  }

  /// What fills the input in: its value among `inputs`, else the default, else nothing.
  Optional<Input> in(Inputs inputs, String name) {
    return inputs.find(name).or(() -> Optional.ofNullable(otherwise));
  }

  private static Declared withDefault(Section in) {
    InputType type = in.choice("type", InputType.STRING);
    Input otherwise = in.jsonText("default").flatMap(Declared::value).orElse(null);
    if (in.has("default") && (otherwise == null || !type.accepts(otherwise))) {
      String found = otherwise == null ? "nothing that fills in" : otherwise.kind();
      in.problem("default", found + " (expected: " + type.text() + ")");
    }
    return new Declared(type, otherwise);
  }

  /// A default is read as it would be from a request, so that both fill in the same.
  private static Optional<Input> value(String json) {
    byte[] given = ("{\"default\":" + json + "}").getBytes(UTF_8);
    return Inputs.read(given, 0, given.length) instanceof Decision.Yes<Inputs>(Inputs inputs)
        ? inputs.find("default")
        : Optional.empty();
  }
}
