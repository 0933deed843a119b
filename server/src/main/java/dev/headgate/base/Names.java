package dev.headgate.base;

import java.util.Arrays;

/// A few fixed names of header fields, in any case of letters. Asked for every field of every
/// message, so it neither hashes nor makes a copy.
public final class Names {
  private final String[][] byLength;

  private Names(String[][] byLength) {
    this.byLength = byLength;
  }

  public static Names of(String... names) {
    int longest = 0;
    for (String name : names) {
      longest = Math.max(longest, name.length());
    }
    var byLength = new String[longest + 1][0];
    for (String name : names) {
      String[] same = byLength[name.length()];
      var more = Arrays.copyOf(same, same.length + 1);
      more[same.length] = name;
      byLength[name.length()] = more;
    }
    return new Names(byLength);
  }

  public boolean contains(String name) {
    if (name.length() < byLength.length) {
      for (String each : byLength[name.length()]) {
        if (each.equalsIgnoreCase(name)) {
          return true;
        }
      }
    }
    return false;
  }
}
