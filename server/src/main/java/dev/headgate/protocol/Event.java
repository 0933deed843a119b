package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Tap;
import java.util.Arrays;

/// A server-sent event, taken apart; one object serves all events of a stream.
final class Event {
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
  private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

  private byte[] piece = {};
  private int size;
  private boolean first = true;
  private boolean closed;
  private int nameFrom;
  private int nameTo;
  private int[] lines = new int[2]; // from and to of each data line
  private int used; // of `lines`
  private byte[] data = {};
  private int dataFrom;
  private int dataTo;

  /// Goes to the event in these bytes.
  void read(byte[] bytes, int from, int to) {
    piece = bytes;
    size = to - from;
    nameFrom = nameTo = used = 0;
    closed = false;
    int at = first && hasByteOrderMark(bytes, from, to) ? from + 3 : from;
    first = false;
    while (at < to) {
      int end = endOfLine(bytes, at, to);
      closed = end == at;
      line(at, end);
      at = end + (end + 1 < to && bytes[end] == '\r' && bytes[end + 1] == '\n' ? 2 : 1);
    }
    join();
  }

  /// Whether this is the beginning of an event that comes in parts.
  boolean isPart() {
    return !closed && size > Tap.LONGEST_WHOLE;
  }

  /// Whether it ends with a blank line. What doesn't is no event for whoever reads it.
  boolean isClosed() {
    return closed;
  }

  boolean hasData() {
    return dataTo > dataFrom;
  }

  /// Whether this is what ends an OpenAI stream.
  boolean isDone() {
    int to = dataTo;
    while (to > dataFrom && data[to - 1] == ' ') {
      to--;
    }
    return Arrays.equals(data, dataFrom, to, DONE, 0, DONE.length);
  }

  /// Of the `event` field; empty without one.
  String name() {
    return new String(piece, nameFrom, nameTo - nameFrom, UTF_8);
  }

  boolean through(Walk<?> walk) {
    return walk.through(data, dataFrom, dataTo);
  }

  byte[] data() {
    return data;
  }

  int from() {
    return dataFrom;
  }

  int to() {
    return dataTo;
  }

  /// Where in the piece this index of `data` stands.
  int origin(int index) {
    int rest = index;
    for (int i = 0; used > 2 && i < used; i += 2) {
      int length = lines[i + 1] - lines[i];
      if (rest <= length) {
        return lines[i] + rest;
      }
      rest -= length + 1;
    }
    return rest;
  }

  private void line(int from, int end) {
    int value = dataAt(piece, from, end);
    if (value >= 0) {
      if (used == lines.length) {
        lines = Arrays.copyOf(lines, 2 * used);
      }
      lines[used++] = value;
      lines[used++] = end;
    } else if (isField(EVENT, piece, from, end)) {
      nameFrom = value(piece, from + EVENT.length, end);
      nameTo = end;
    }
  }

  /// Where the data of a line begins, or -1 if it is none of data.
  static int dataAt(byte[] bytes, int from, int end) {
    return isField(DATA, bytes, from, end) ? value(bytes, from + DATA.length, end) : -1;
  }

  private static boolean isField(byte[] name, byte[] bytes, int from, int end) {
    int to = from + name.length;
    return to <= end
        && Arrays.equals(bytes, from, to, name, 0, name.length)
        && (to == end || bytes[to] == ':');
  }

  /// Where a field's value begins: after the colon and one space.
  private static int value(byte[] bytes, int colon, int end) {
    int from = Math.min(colon + 1, end);
    return from < end && bytes[from] == ' ' ? from + 1 : from;
  }

  private void join() {
    if (used <= 2) {
      data = piece;
      dataFrom = used == 0 ? 0 : lines[0];
      dataTo = used == 0 ? 0 : lines[1];
      return;
    }
    int size = used / 2 - 1;
    for (int i = 0; i < used; i += 2) {
      size += lines[i + 1] - lines[i];
    }
    data = new byte[size];
    dataFrom = 0;
    dataTo = size;
    int to = 0;
    for (int i = 0; i < used; i += 2) {
      int length = lines[i + 1] - lines[i];
      System.arraycopy(piece, lines[i], data, to, length);
      to += length;
      if (to < size) {
        data[to++] = '\n';
      }
    }
  }

  static int endOfLine(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  private static boolean hasByteOrderMark(byte[] bytes, int from, int to) {
    return to - from >= 3
        && bytes[from] == (byte) 0xEF
        && bytes[from + 1] == (byte) 0xBB
        && bytes[from + 2] == (byte) 0xBF;
  }
}
