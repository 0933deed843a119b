package dev.headgate.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Cost;
import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Writes values one after another, each as short as it goes: numbers in sevens of bits, lowest
/// first, texts with their length, what is absent as nought.
final class Packer {
  private static final Unit[] UNITS = Unit.values();

  private byte[] bytes = new byte[512];
  private int size;

  byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  /// At most ten bytes; negative numbers take them all.
  Packer number(long value) {
    room(10);
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes[size++] = (byte) ((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
    return this;
  }

  Packer flag(boolean value) {
    return number(value ? 1 : 0);
  }

  Packer numberOrNot(@Nullable Integer value) {
    return value == null ? number(0) : number(value.longValue() + 1);
  }

  Packer numberOrNot(@Nullable Long value) {
    return value == null ? flag(false) : flag(true).number(value);
  }

  /// To a thousandth.
  Packer millis(double value) {
    return number(Math.round(value * 1_000));
  }

  Packer millisOrNot(@Nullable Double value) {
    return value == null ? flag(false) : flag(true).millis(value);
  }

  Packer text(@Nullable String value) {
    if (value == null) {
      return number(0);
    }
    byte[] utf8 = value.getBytes(UTF_8);
    number(utf8.length + 1L);
    return raw(utf8);
  }

  private Packer raw(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  Packer uuid(UUID value) {
    return eight(value.getMostSignificantBits()).eight(value.getLeastSignificantBits());
  }

  /// Sixteen hex digits.
  Packer hex(String digits, int from) {
    return eight(HexFormat.fromHexDigitsToLong(digits, from, from + 16));
  }

  private Packer eight(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  <T> Packer list(List<T> values, BiConsumer<Packer, T> each) {
    number(values.size());
    values.forEach(value -> each.accept(this, value));
    return this;
  }

  Packer texts(List<String> values) {
    return list(values, Packer::text);
  }

  Packer texts(Map<String, String> values) {
    number(values.size());
    values.forEach((name, value) -> text(name).text(value));
    return this;
  }

  Packer usage(Usage usage) {
    text(usage.source().text());
    int known = 0;
    for (Unit unit : UNITS) {
      known += usage.of(unit) == 0 ? 0 : 1;
    }
    number(known);
    for (Unit unit : UNITS) {
      if (usage.of(unit) != 0) {
        number(unit.number()).number(usage.of(unit));
      }
    }
    return this;
  }

  Packer cost(@Nullable Cost cost) {
    if (cost == null) {
      return flag(false);
    }
    return flag(true).text(cost.rule()).list(cost.lines(), Packer::line);
  }

  private void line(Cost.Line line) {
    number(line.unit().number()).number(line.count()).number(line.picos());
  }
}
