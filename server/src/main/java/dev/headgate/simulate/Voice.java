package dev.headgate.simulate;

/// Says an answer as the server-sent events of one wire; each method returns whole events.
interface Voice {
  /// What comes before content.
  String opening();

  /// A token of the answer's copy of this number, and what has to stand before it.
  String says(int copy, Script.Token token);

  /// What follows the content, but for the end.
  String closing();

  /// The event that says the answer is complete.
  String end();

  String error(Rejected why, String requestId);

  static String event(String data) {
    return "data: " + data + "\n\n";
  }

  /// An event whose data, an object of these members, repeats its name.
  static String event(String name, String members) {
    return "event: " + name + "\ndata: {\"type\":\"" + name + "\"" + members + "}\n\n";
  }
}
