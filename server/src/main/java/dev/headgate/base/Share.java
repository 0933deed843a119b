package dev.headgate.base;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A share of traffic in thousandths of a percent: 0 to 100,000.
public record Share(int thousandths) {
  public static final Share NONE = new Share(0);
  public static final Share ALL = new Share(100_000);

  public Share {
    if (thousandths < 0 || thousandths > 100_000) {
      throw new IllegalArgumentException(
          "share: " + thousandths + " thousandths of a percent (expected: 0 to 100000)");
    }
  }

  /// Reads `5%`, `0.001%`, `33.333 %`. The percent sign is required, so that 0.5 is never taken for
  /// a half. What it throws does not repeat the text.
  public static Share parse(String text) {
    String number = text.strip();
    if (!number.endsWith("%")) {
      throw new IllegalArgumentException("expected: a percentage, as 5%");
    }
    try {
      var percent = new BigDecimal(decimal(number.substring(0, number.length() - 1).strip()));
      return new Share(
          percent.movePointRight(3).setScale(0, RoundingMode.UNNECESSARY).intValueExact());
    } catch (NumberFormatException unreadable) {
      throw new IllegalArgumentException("expected: a percentage, as 5%", unreadable);
    } catch (ArithmeticException tooFine) {
      throw new IllegalArgumentException("expected: steps of 0.001%, at most 100%", tooFine);
    }
  }

  /// A small number as people write it: no exponent can make a large one of a short text.
  private static String decimal(String text) {
    if (!text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      throw new NumberFormatException();
    }
    return text;
  }

  @Override
  public String toString() {
    return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString() + "%";
  }
}
