package dev.headgate.simulate;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The texts of a prompt, added up as they stand in the request: how long they are, and a hash that
/// differs where the texts do. Four bytes of UTF-8 are a token, media are none.
final class Texts {
  private static final Set<String> MEMBERS =
      Set.of("text", "content", "output", "arguments", "refusal", "thinking");

  private long bytes;
  private int hash = 1;
  private long markedBytes;
  private int markedHash;
  private long keptBytes;
  private String latest = "";

  /// Adds a string, a message, a block, or a list of these.
  Texts add(JsonNode node) {
    if (node.isString()) {
      latest = node.stringValue();
      bytes += latest.getBytes(StandardCharsets.UTF_8).length;
      hash = 31 * hash + latest.hashCode();
    } else if (node.isNumber()) { // a token already
      bytes += 4;
      hash = 31 * hash + node.hashCode();
    } else if (node.isArray()) {
      node.forEach(this::add);
    } else if (node.isObject()) {
      for (var member : node.properties()) {
        if (MEMBERS.contains(member.getKey())) {
          add(member.getValue());
        }
      }
      if (node.has("cache_control")) {
        markedBytes = bytes;
        markedHash = hash;
        boolean kept = node.at("/cache_control/ttl").asString("").equals("1h");
        keptBytes = kept ? bytes : keptBytes;
      }
    }
    return this;
  }

  long tokens() {
    return tokens(bytes);
  }

  int hash() {
    return hash;
  }

  /// The last text of all.
  String latest() {
    return latest;
  }

  /// The part up to the last block with a `cache_control`.
  long markedTokens() {
    return tokens(markedBytes);
  }

  /// The part up to the last one that is to be kept for an hour.
  long keptTokens() {
    return tokens(keptBytes);
  }

  int markedHash() {
    return markedHash;
  }

  private static long tokens(long bytes) {
    return (bytes + 3) / 4;
  }
}
