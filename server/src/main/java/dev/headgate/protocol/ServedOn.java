package dev.headgate.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/// The terms of an answer as they are told; of each the last word.
final class ServedOn {
  private @Nullable String model;
  private @Nullable String tier;
  private @Nullable String speed;
  private @Nullable String region;
  private boolean mixed;

  void model(JsonParser json) {
    model = latest(json, model);
  }

  /// The model of a part of the answer.
  void partsModel(JsonParser json) {
    mixed |= model != null && !model.equals(latest(json, model));
  }

  void tier(JsonParser json) {
    tier = latest(json, tier);
  }

  void speed(JsonParser json) {
    speed = latest(json, speed);
  }

  void region(JsonParser json) {
    region = latest(json, region);
  }

  /// Whether more than one model had a part in it, so that no price is right for all.
  boolean isMixed() {
    return mixed;
  }

  Terms terms() {
    return new Terms(model, tier, speed, region);
  }

  /// The string at hand, cut to what a term may have. Most chunks repeat the one before, which
  /// costs no more than a look.
  private static @Nullable String latest(JsonParser json, @Nullable String known) {
    if (!Findings.isText(json) || (known != null && isSame(json, known))) {
      return known;
    }
    String all = json.getString();
    int end = Math.min(all.length(), Terms.LONGEST);
    boolean half = end < all.length() && Character.isHighSurrogate(all.charAt(end - 1));
    return all.substring(0, half ? end - 1 : end);
  }

  private static boolean isSame(JsonParser json, String known) {
    if (json.getStringLength() != known.length()) {
      return false;
    }
    char[] chars = json.getStringCharacters();
    int from = json.getStringOffset();
    int at = 0;
    while (at < known.length() && chars[from + at] == known.charAt(at)) {
      at++;
    }
    return at == known.length();
  }
}
