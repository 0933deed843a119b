package dev.headgate.story;

import dev.headgate.testkit.RandomJson;
import dev.headgate.testkit.Talk;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// A request's body drawn by chance, and the body that the upstream must get: written side by side,
/// so that what is expected was never parsed.
final class Drawn {
  /// A member as it is sent, and as it arrives; `null` where it does not.
  private record Part(String name, String sent, String arrives) {
    Part(String name, String value) {
      this(name, value, value);
    }
  }

  /// The cap of a feature that says nothing of it.
  private static final int CAP = 1_024;

  private final RandomJson json;
  private final Random random;
  private final Talk talk;
  private final boolean feature;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder added = new StringBuilder();
  private boolean streams;

  final String sent;
  final String arrives;

  /// `feature`: by a feature's name, on a vendor's surface.
  Drawn(long seed, Talk talk, boolean feature) {
    random = new Random(seed);
    json = new RandomJson(random);
    this.talk = talk;
    this.feature = feature;
    model();
    caps();
    conversation();
    stream();
    if (talk == Talk.MESSAGES && !feature && json.oneIn(3)) {
      parts.add(new Part("thinking", "{\"budget_tokens\" : 99999,\"type\":\"enabled\"}"));
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      parts.add(new Part(json.name(), json.value(4)));
    }
    if (json.oneIn(3)) {
      parts.add(new Part("headgate", json.oneOf("null", "{ }", "{\"inputs\" :{}}"), null));
    }
    Collections.shuffle(parts, random);
    var out = new StringBuilder();
    var in = new StringBuilder();
    write(out, in);
    sent = out.toString();
    arrives = in.toString();
  }

  boolean streams() {
    return streams;
  }

  private void model() {
    String family = talk == Talk.MESSAGES ? "a" : "o";
    String asked =
        feature ? "feature/mine-" + family : json.oneOf(family + "/m:free", family + "/m/v-1.50");
    String served = feature ? "m" : asked.substring(2);
    String written = "\"" + json.written(asked) + "\"";
    parts.add(new Part("model", written, "\"" + served + "\""));
  }

  private void caps() {
    switch (talk) {
      case CHAT -> {
        boolean one = cap("max_tokens");
        cap("max_completion_tokens"); // which such a server may not know
        if (feature && !one) {
          bound("max_tokens");
        }
      }
      case RESPONSES -> {
        if (!cap("max_output_tokens") && feature) {
          bound("max_output_tokens");
        }
      }
      default -> {
        if (!cap("max_tokens") && feature) {
          bound("max_tokens");
        }
      }
    }
  }

  private int least = CAP; // of the caps that are set

  /// Adds an output cap of the client's, or none, or a null; says whether there is one.
  private boolean cap(String name) {
    String cap = json.oneOf("", "", "null", "0", "7", "1e3", "100.0", "128000", "1.28E5");
    if (cap.isEmpty()) {
      return false;
    }
    if (!cap.equals("null")) {
      least = Math.min(least, new BigDecimal(cap).intValueExact());
    }
    boolean above = cap.startsWith("128") || cap.startsWith("1.28");
    parts.add(new Part(name, cap, feature && above ? "" + CAP : cap));
    return !cap.equals("null");
  }

  private void bound(String name) {
    boolean wasNull = parts.removeIf(each -> each.name.equals(name));
    if (wasNull) {
      parts.add(new Part(name, "null", "" + least));
    } else {
      added.append(",\"").append(name).append("\":").append(least);
    }
  }

  private void conversation() {
    String name = talk == Talk.RESPONSES ? "input" : "messages";
    if (!feature) {
      parts.add(new Part(name, json.array(4)));
      return;
    }
    String prompt = "{\"role\":\"user\",\"content\":\"Say hi.\"}";
    String turn = "{\"content\":" + json.value(2) + ", \"role\" :\"assistant\"}";
    switch (random.nextInt(4)) {
      case 0 -> addedLater(name, "[" + prompt + "]");
      case 1 -> parts.add(new Part(name, "null", "[" + prompt + "]"));
      case 2 -> parts.add(new Part(name, "[ ]", "[" + prompt + "]"));
      default ->
          parts.add(
              new Part(
                  name,
                  "[ " + turn + " , " + turn + "\n]",
                  "[%s,%s , %s]".formatted(prompt, turn, turn)));
    }
  }

  private String last = ""; // what is added after all else

  private void addedLater(String name, String value) {
    last = ",\"" + name + "\":" + value;
  }

  private void stream() {
    String stream = json.oneOf("", "true", "true", "false", "null");
    if (!stream.isEmpty()) {
      parts.add(new Part("stream", stream));
    }
    streams = stream.equals("true");
    if (talk != Talk.CHAT) {
      added.append(last);
      return;
    }
    boolean injects = streams;
    String options = random.nextInt(6) + "";
    switch (options) {
      case "0" -> option("null", injects ? "{\"include_usage\":true}" : "null");
      case "1" -> option("{ }", injects ? "{ \"include_usage\":true}" : "{ }");
      case "2" ->
          option(
              "{\"x\" :[1.50] }",
              injects ? "{\"x\" :[1.50] ,\"include_usage\":true}" : "{\"x\" :[1.50] }");
      case "3" -> {
        String given = "{\"a\":1 , \"include_usage\" : %s,\"a\":2}";
        String said = json.oneOf("false", "null");
        option(given.formatted(said), given.formatted(injects ? "true" : said));
      }
      case "4" -> option("{\"include_usage\":true}", "{\"include_usage\":true}");
      default -> added.append(injects ? ",\"stream_options\":{\"include_usage\":true}" : "");
    }
    added.append(last);
  }

  private void option(String sent, String arrives) {
    parts.add(new Part("stream_options", sent, arrives));
  }

  /// A member that is taken out goes with the comma before it, or, where it leads, behind it.
  private void write(StringBuilder out, StringBuilder in) {
    String lead = json.space();
    out.append(lead).append('{');
    in.append(lead).append('{');
    String kept = ""; // white space that `in` still has to get
    boolean any = false;
    boolean led = false;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      String before = json.space();
      String head = "\"" + json.written(part.name) + "\"" + json.space() + ":" + json.space();
      String after = json.space();
      out.append(i > 0 ? "," : "").append(before).append(head).append(part.sent).append(after);
      if (part.arrives == null) {
        led |= i == 0;
        kept = i == 0 ? before : after;
        continue;
      }
      in.append(kept).append(any ? "," : "").append(led && !any ? "" : before);
      in.append(head).append(part.arrives);
      any = true;
      kept = after;
    }
    String tail = json.space();
    out.append("}").append(tail);
    in.append(kept).append(added).append("}").append(tail);
  }
}
