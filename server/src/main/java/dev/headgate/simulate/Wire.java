package dev.headgate.simulate;

import dev.headgate.base.Request;
import dev.headgate.protocol.Family;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// An operation of a vendor's API, in its own words.
interface Wire {
  Family family();

  /// What is asked; throws `Rejected` if the vendor would not take it.
  Ask read(Request request, ObjectNode body);

  /// The answer in one piece.
  String whole(Answer answer);

  /// Whether the vendor bills what is read and said.
  default boolean isBilled() {
    return true;
  }

  /// How often the vendor searches the web for an answer.
  default long searches(Ask ask) {
    return 0;
  }

  /// An operation whose answer is said token by token, and can be streamed.
  interface Spoken extends Wire {
    /// A fresh voice for one answer.
    Voice voice(Answer answer);
  }

  /// The answers to say.
  default List<Script> scripts(Ask ask, Model model, long seed) {
    List<Script> scripts = new ArrayList<>();
    for (int copy = 0; copy < ask.copies(); copy++) {
      scripts.add(Script.of(ask, model, seed, copy));
    }
    return scripts;
  }
}
