package dev.headgate.protocol;

/// An event that is too long to wait for, read as it comes. Holds no more of it than one string,
/// and of that no more than a limit.
final class LongEvent {
  private static final int LONGEST_STRING = 16 * 1024;

  private final Feed<Findings> feed;
  private boolean inLine; // what has come ends within a line
  private boolean inData; // the line is one of data
  private boolean hasData;

  LongEvent(Form form, Findings seen) {
    feed = new Feed<>(form.paths(), seen, LONGEST_STRING, seen.said::unseen);
  }

  /// Takes what has come of it; says whether it can still become an event with one value of data.
  boolean take(byte[] bytes, int from, int to) {
    for (int at = from; at < to; ) {
      int end = Event.endOfLine(bytes, at, to);
      int value = inLine ? at : Event.dataAt(bytes, at, end);
      inData = inLine ? inData : value >= 0;
      hasData |= inData;
      if (inData && !feed.take(bytes, value, end)) {
        return false;
      }
      inLine = end == to;
      at = end + 1;
    }
    return hasData;
  }

  /// Says whether its data was one value.
  boolean end() {
    return feed.end();
  }
}
