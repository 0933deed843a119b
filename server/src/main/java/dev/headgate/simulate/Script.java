package dev.headgate.simulate;

import dev.headgate.protocol.Finish;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What is said, token by token: the same for the same seed, model and prompt. In prose a token is
/// a word with its space and full stop, in JSON it is four characters.
record Script(List<Token> tokens, Finish finish) {
  /// What a token is part of.
  enum Kind {
    REASONING,
    TEXT,
    ARGUMENTS
  }

  /// The smallest piece said.
  record Token(Kind kind, String text) {}

  private static final String[] NOUNS =
      words("canal gate river field keeper valley bridge channel basin mill farmer village spring");
  private static final String[] VERBS =
      words("carries feeds crosses follows reaches serves turns fills joins guards");
  private static final String[] MANNERS =
      words("slowly early often gently again evenly quietly always");
  private static final String[] QUALITIES =
      words("old lower quiet narrow northern dry wide shared green small");
  private static final String[][] PATTERNS = {
    words("the n v the q n m"),
    words("the q n v the n of the n"),
    words("in the n the n v the q n"),
    words("the n of the q n v the n m")
  };

  private static final int ANSWER = 42; // tokens at least; a sentence has up to 9
  private static final int THOUGHT = 20;

  static Script of(Ask ask, Model model, long seed, int copy) {
    long mixed = seed * 31 + ask.model().hashCode();
    var random = new SplittableRandom((mixed * 31 + ask.prompt().hash()) * 31 + copy);
    var tokens = new ArrayList<Token>();
    if (model.reasons()) {
      prose(random, Kind.REASONING, THOUGHT, tokens);
    }
    var tool = ask.tool();
    var schema = ask.schema();
    if (tool != null) {
      pieces(Sample.of(tool.schema()), Kind.ARGUMENTS, tokens);
    } else if (schema != null) {
      pieces(Sample.of(schema), Kind.TEXT, tokens);
    } else {
      prose(random, Kind.TEXT, ANSWER, tokens);
    }
    if (tokens.size() > ask.cap()) {
      return new Script(List.copyOf(tokens.subList(0, ask.cap())), Finish.LENGTH);
    }
    return new Script(List.copyOf(tokens), tool == null ? Finish.STOP : Finish.TOOL_CALLS);
  }

  /// Only the beginning, for a reason of its own.
  Script first(int count, Finish why) {
    return new Script(tokens.subList(0, Math.min(count, tokens.size())), why);
  }

  boolean has(Kind kind) {
    return tokens.stream().anyMatch(token -> token.kind == kind);
  }

  String text(Kind kind) {
    var text = new StringBuilder();
    for (Token token : tokens) {
      if (token.kind == kind) {
        text.append(token.text);
      }
    }
    return text.toString();
  }

  int reasoning() {
    int count = 0;
    for (Token token : tokens) {
      count += token.kind == Kind.REASONING ? 1 : 0;
    }
    return count;
  }

  private static void prose(SplittableRandom random, Kind kind, int least, List<Token> tokens) {
    int enough = tokens.size() + least;
    boolean first = true;
    while (tokens.size() < enough) {
      String[] slots = PATTERNS[random.nextInt(PATTERNS.length)];
      for (int i = 0; i < slots.length; i++) {
        String word = word(random, slots[i]);
        String begun = i == 0 ? Character.toUpperCase(word.charAt(0)) + word.substring(1) : word;
        String spaced = first ? begun : " " + begun;
        tokens.add(new Token(kind, i == slots.length - 1 ? spaced + "." : spaced));
        first = false;
      }
    }
  }

  private static String word(SplittableRandom random, String slot) {
    return switch (slot) {
      case "n" -> NOUNS[random.nextInt(NOUNS.length)];
      case "v" -> VERBS[random.nextInt(VERBS.length)];
      case "q" -> QUALITIES[random.nextInt(QUALITIES.length)];
      case "m" -> MANNERS[random.nextInt(MANNERS.length)];
      default -> slot;
    };
  }

  private static void pieces(String json, Kind kind, List<Token> tokens) {
    for (int from = 0; from < json.length(); ) {
      int to = Math.min(json.length(), from + 4);
      if (to < json.length() && Character.isLowSurrogate(json.charAt(to))) {
        to++;
      }
      tokens.add(new Token(kind, json.substring(from, to)));
      from = to;
    }
  }

  private static String[] words(String text) {
    return text.split(" ", -1);
  }
}
