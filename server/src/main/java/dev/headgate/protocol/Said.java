package dev.headgate.protocol;

import tools.jackson.core.JsonParser;

/// How much of an answer has gone by of what is billed by its length, and how much of that its
/// provider has counted.
final class Said {
  /// Prose has four to five bytes of UTF-8 to a token, code and JSON three, so that an estimate is
  /// seldom too low.
  private static final int BYTES_PER_TOKEN = 3;

  private long bytes;
  private long counted;
  private int latest;
  private int unseen; // bytes of the string at hand that the parser did not get to see
  private long from; // where the value at hand begins

  static long tokens(long bytes) {
    return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
  }

  long tokens() {
    return tokens(bytes);
  }

  void add(JsonParser string) {
    latest = Utf8.length(string) + unseen;
    bytes += latest;
  }

  /// The string added last was none that is billed by its length.
  void takeBack() {
    bytes -= latest;
    latest = 0;
  }

  /// The string that comes next is so many bytes longer than it looks.
  void unseen(int bytes) {
    unseen = bytes;
  }

  /// A container begins that counts as a whole.
  void begins(JsonParser json) {
    from = json.currentTokenLocation().getByteOffset();
  }

  void ends(JsonParser json) {
    bytes += json.currentTokenLocation().getByteOffset() + 1 - from;
  }

  /// The provider has counted all until here.
  void counted() {
    counted = bytes;
  }

  boolean isCounted() {
    return counted == bytes;
  }
}
