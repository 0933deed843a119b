package dev.headgate.simulate;

import dev.headgate.base.Request;
import dev.headgate.protocol.Family;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An operation of a vendor's API, in its own words.
interface Wire {
  Family family();

  /// What is asked; throws `Rejected` if the vendor would not take it.
  Ask read(Request request, ObjectNode body);

  /// The answer in one piece.
  JsonNode whole(Answer answer);

  /// A fresh voice for the answer in a stream.
  Voice voice(Answer answer);

  /// The answers to say, for an operation that has them said.
  default List<Script> scripts(Ask ask, Model model, long seed) {
    var scripts = new Script[ask.copies()];
    for (int copy = 0; copy < scripts.length; copy++) {
      scripts[copy] = Script.of(ask, model, seed, copy);
    }
    return List.of(scripts);
  }

  /// Whether the vendor bills what is read and said.
  default boolean isBilled() {
    return true;
  }
}
