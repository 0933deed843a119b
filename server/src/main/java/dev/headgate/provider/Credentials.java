package dev.headgate.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What a provider was shown and nobody else may see, in every spelling in which it may repeat it:
/// our keys, and what stands in the query of its base URL.
record Credentials(List<String> spellings) {
  /// Shorter values of a query are numbers and switches.
  private static final int SHORTEST = 8;

  static Credentials of(List<ApiKey> keys, String query) {
    var spellings = new ArrayList<String>();
    keys.forEach(key -> spell(key.secret().reveal(), spellings));
    for (String parameter : query.split("[?&]", -1)) {
      String value = parameter.substring(parameter.indexOf('=') + 1);
      if (value.length() >= SHORTEST && !parameter.startsWith("api-version=")) {
        spell(value, spellings);
      }
    }
    return new Credentials(List.copyOf(spellings));
  }

  private static void spell(String credential, List<String> spellings) {
    byte[] bytes = credential.getBytes(UTF_8);
    spellings.add(new String(bytes, ISO_8859_1));
    spellings.add(URLEncoder.encode(credential, UTF_8));
    spellings.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
  }

  /// Whether the text, a char for each byte, repeats one.
  boolean isIn(String text) {
    for (String spelling : spellings) {
      if (text.contains(spelling)) {
        return true;
      }
    }
    return false;
  }

  /// The length of the longest spelling; 0 if there is nothing to hide.
  int longest() {
    return spellings.stream().mapToInt(String::length).max().orElse(0);
  }

  @Override
  public String toString() {
    return "[credentials]";
  }
}
