package dev.headgate.testkit;

import java.util.random.RandomGenerator;

/// JSON texts as odd as JSON allows: number forms, escapes, white space, duplicate members, depth.
public final class RandomJson {
  private static final String[] NUMBERS = {
    "0", "1.50", "1e3", "-0.0", "1E+2", "-1.0e-10", "0.1000", "12345678901234567890123", "1e400"
  };
  private static final String[] STRINGS = {
    "\"\"",
    "\"plain\"",
    "\"é and 模型 and 🙂\"",
    "\"\\u00e9\\ud83d\\ude42\"",
    "\"half \\ud800 a pair\"",
    "\"\\u0000\\u001f\"",
    "\"q\\\"b\\\\s\\/n\\nt\\t\"",
    "\"}],{\\\"model\\\":\\\"x\\\"\"",
    "\"\u2028\u2029\ufeff\""
  };
  private static final String[] NAMES = {
    "temperature", "x", "", "Model", "model ", "models", "a.b", "headgate2", "\\u0078", "é", "usage"
  };
  private static final String[] SPACES = {"", "", "", " ", "\n", "\t", "\r\n", "  \n\t "};

  private final RandomGenerator random;

  public RandomJson(RandomGenerator random) {
    this.random = random;
  }

  @SafeVarargs
  public final <T> T oneOf(T... all) {
    return all[random.nextInt(all.length)];
  }

  /// True once in `times`.
  public boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  public String space() {
    return oneOf(SPACES);
  }

  /// The name of a member that nobody reads.
  public String name() {
    return oneOf(NAMES);
  }

  public String number() {
    return oneOf(NUMBERS);
  }

  public String string() {
    return oneOf(STRINGS);
  }

  /// Any value of at most this depth.
  public String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0, 1 -> number();
      case 2, 3, 4 -> string();
      case 5 -> oneOf("true", "false", "null");
      case 6 -> array(depth - 1);
      default -> object(depth - 1);
    };
  }

  public String array(int depth) {
    var text = new StringBuilder("[").append(space());
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      text.append(i > 0 ? "," : "").append(space()).append(value(depth)).append(space());
    }
    return text.append("]").toString();
  }

  /// May hold a name twice, and names that mean something elsewhere.
  public String object(int depth) {
    var text = new StringBuilder("{").append(space());
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      String name = oneIn(4) ? oneOf("model", "stream", "headgate", "max_tokens") : name();
      text.append(i > 0 ? "," : "").append(space()).append('"').append(name).append('"');
      text.append(space()).append(':').append(space()).append(value(depth)).append(space());
    }
    return text.append("}").toString();
  }

  /// A name as JSON may also write it, some letters escaped.
  public String written(String name) {
    if (!oneIn(12) || name.contains("\\")) {
      return name;
    }
    var text = new StringBuilder();
    for (char c : name.toCharArray()) {
      text.append(oneIn(3) ? "\\u%04x".formatted((int) c) : String.valueOf(c));
    }
    return text.toString();
  }
}
