package dev.headgate.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrincipalTest {
  @ParameterizedTest
  @CsvSource({
    "fast, fast, true",
    "fast, faster, false",
    "fast, fas, false",
    "fast, fast/x, false",
    "fast, FAST, false",
    "feature/*, feature/reply, true",
    "feature/*, feature/, true",
    "feature/*, feature, false",
    "feature/*, feature/a/b, true",
    "feature/*, features/a, false",
    "feature/reply, feature/reply-2, false",
    "openai/*, openai/gpt:free/x, true",
    "openai/*, openai2/gpt, false",
    "*/gpt, openai/gpt, true",
    "*/gpt, openai/gpt/x, false",
    "*/gpt, gpt, false",
    "*, fast, true",
    "*, openai/gpt, true",
    "open*, openai, false",
    "openai/gpt-*, openai/gpt-6, false",
    "openai/*/x, openai/a/x, true",
    "openai/*/x, openai/a/b/x, false",
    "o.e, one, false",
  })
  void patternsMatchWholeSegments(String pattern, String model, boolean may) {
    assertThat(new Principal("web", null, List.of(pattern)).may(model)).isEqualTo(may);
  }

  @Test
  void withoutPatternsEverythingMayBeUsedAndWithSeveralAny() {
    assertThat(new Principal("web", null, List.of()).may("any/thing")).isTrue();
    var two = new Principal("web", null, List.of("fast", "feature/*"));
    assertThat(two.may("fast")).isTrue();
    assertThat(two.may("feature/x")).isTrue();
    assertThat(two.may("slow")).isFalse();
  }
}
