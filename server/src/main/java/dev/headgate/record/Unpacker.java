package dev.headgate.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Cost;
import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what a `Packer` wrote. Throws `IllegalArgumentException` at what none wrote, and allocates
/// no more than the bytes could hold.
final class Unpacker {
  private static final Unit[] UNITS = units();
  private static final Map<String, Usage.Source> SOURCES = sources();

  private final byte[] bytes;
  private int at;

  Unpacker(byte[] bytes) {
    this.bytes = bytes;
  }

  private static Unit[] units() {
    var units = new Unit[Unit.values().length];
    for (Unit unit : Unit.values()) {
      units[unit.number()] = unit;
    }
    return units;
  }

  private static Map<String, Usage.Source> sources() {
    var sources = new LinkedHashMap<String, Usage.Source>();
    for (Usage.Source source : Usage.Source.values()) {
      sources.put(source.text(), source);
    }
    return sources;
  }

  /// Where the next value begins.
  int at() {
    return at;
  }

  private static IllegalArgumentException broken(String what) {
    return new IllegalArgumentException("packed bytes: " + what);
  }

  private byte next() {
    if (at >= bytes.length) {
      throw broken("end too soon");
    }
    return bytes[at++];
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = next();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw broken("a number has no end");
  }

  /// One from 0 to `most`.
  int number(int most) {
    long value = number();
    if (value < 0 || value > most) {
      throw broken("a number is out of range");
    }
    return (int) value;
  }

  boolean flag() {
    return number(1) == 1;
  }

  @Nullable Integer numberOrNot() {
    int value = number(Integer.MAX_VALUE);
    return value == 0 ? null : Integer.valueOf(value - 1);
  }

  @Nullable Long longOrNot() {
    return flag() ? Long.valueOf(number()) : null;
  }

  double millis() {
    return number() / 1_000.0;
  }

  @Nullable Double millisOrNot() {
    return flag() ? Double.valueOf(millis()) : null;
  }

  @Nullable String textOrNot() {
    int length = number(bytes.length - at + 1) - 1;
    if (length < 0) {
      return null;
    }
    if (length > bytes.length - at) {
      throw broken("a text is cut");
    }
    at += length;
    return new String(bytes, at - length, length, UTF_8);
  }

  String text() {
    String value = textOrNot();
    if (value == null) {
      throw broken("a text is missing");
    }
    return value;
  }

  UUID uuid() {
    return new UUID(eight(), eight());
  }

  /// As many hex digits, two of each byte.
  String hex(int digits) {
    int from = at;
    at += digits / 2;
    if (at > bytes.length) {
      throw broken("end too soon");
    }
    return HexFormat.of().formatHex(bytes, from, at);
  }

  private long eight() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (next() & 0xff);
    }
    return value;
  }

  <T> List<T> list(Function<Unpacker, T> each) {
    int count = number(bytes.length - at);
    var values = new ArrayList<T>();
    for (int i = 0; i < count; i++) {
      values.add(each.apply(this));
    }
    return values;
  }

  List<String> texts() {
    return list(Unpacker::text);
  }

  Map<String, String> textsByName() {
    int count = number(bytes.length - at);
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < count; i++) {
      values.put(text(), text());
    }
    return values;
  }

  Usage usage() {
    Usage.Source source = SOURCES.get(text());
    if (source == null) {
      throw broken("an unknown source of usage");
    }
    var counts = new EnumMap<Unit, Long>(Unit.class);
    for (int left = number(UNITS.length); left > 0; left--) {
      counts.put(unit(), number());
    }
    return Usage.of(counts, source);
  }

  private Unit unit() {
    return UNITS[number(UNITS.length - 1)];
  }

  @Nullable Cost cost() {
    if (!flag()) {
      return null;
    }
    String rule = text();
    return new Cost(list(from -> new Cost.Line(from.unit(), from.number(), from.number())), rule);
  }
}
