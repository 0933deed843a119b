package dev.headgate.price;

import dev.headgate.base.Unit;
import dev.headgate.base.Unit.Kind;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Prices as people write them, and as they are reckoned with: tokens in dollars a million,
/// requests in dollars a thousand; pico-dollars each. No amount is lost between the two.
public final class Dollars {
  private static final Pattern AMOUNT = Pattern.compile("(?:0|[1-9][0-9]{0,5})(?:\\.[0-9]{1,6})?");

  private Dollars() {}

  /// Reads `0.10`: up to $999,999, to the sixth decimal, which of a million tokens is one
  /// pico-dollar each.
  static Optional<Long> picos(String amount, Unit unit) {
    return Optional.of(amount)
        .filter(AMOUNT.asMatchPredicate())
        .map(text -> new BigDecimal(text).movePointRight(scale(unit)).longValueExact());
  }

  /// The shortest decimal that reads as the same: `0.1`.
  public static String plain(long picos, Unit unit) {
    BigDecimal dollars = BigDecimal.valueOf(picos, scale(unit));
    return dollars.signum() == 0 ? "0" : dollars.stripTrailingZeros().toPlainString();
  }

  /// With cents: `$0.10`.
  public static String shown(long picos, Unit unit) {
    var dollars = new BigDecimal(plain(picos, unit));
    return "$" + (dollars.scale() < 2 ? dollars.setScale(2) : dollars).toPlainString();
  }

  private static int scale(Unit unit) {
    return unit.kind() == Kind.REQUEST ? 9 : 6;
  }

  /// As it stands in price lists: `cache-write-5m`.
  public static String word(Unit unit) {
    return unit.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
