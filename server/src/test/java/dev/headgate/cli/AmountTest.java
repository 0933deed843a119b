package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "0:$0",
        "1:$0.000000001",
        "123:$0.000000123",
        "1000000:$0.001",
        "12345678:$0.0123",
        "99999999:$0.1",
        "999999999:$1",
        "1000000000:$1.00",
        "1234567890:$1.23",
        "1234567890000:$1,234.57",
        "9223372036854775807:$9,223,372,036.85"
      })
  void moneyIsPlainAndNeverLooksLikeNothing(long nanos, String text) {
    assertThat(Amount.dollars(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "999,999",
    "1000,1.0k",
    "9949,9.9k",
    "9960,10k",
    "123456,123k",
    "999499,999k",
    "999500,1.0M",
    "9223372036854775807,9.2E"
  })
  void countsFitIntoFourCharacters(long count, String text) {
    assertThat(Amount.brief(count)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.4,0.4 ms", "9.96,10 ms", "9999.4,'9,999 ms'", "12345,12.3 s", "605000,10m 5s"})
  void timesHaveTheUnitThatShowsThem(double millis, String text) {
    assertThat(Amount.millis(millis)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "日本語のテキスト", "e\u0301te\u0301", "🚀🚀🚀🚀🚀", "ﾊﾝｶｸ", ""})
  void aTextFitsItsColumnsWhateverItsLetters(String text) {
    for (int columns = 1; columns < 20; columns++) {
      assertThat(Width.of(Width.fit(text, columns))).isEqualTo(columns);
    }
  }

  @Test
  void columnsLineUpWithLettersOfAnyWidth() {
    assertThat(Table.of("NAME", "N#").row("日本", "1").row("e\u0301", "22").lines())
        .containsExactly("NAME   N", "日本   1", "e\u0301     22");
  }
}
