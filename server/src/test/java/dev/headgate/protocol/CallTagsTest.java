package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Decision;
import dev.headgate.base.Field;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTagsTest {
  private static Decision<Ask> onChat(String tags) {
    return RawTest.ask(
        Surface.CHAT, "{\"model\":\"m\",\"messages\":[],\"headgate\":{\"tags\":" + tags + "}}");
  }

  private static Decision<Ask> onFeatures(String tags) {
    byte[] body = ("{\"tags\":" + tags + "}").getBytes(UTF_8);
    return Ask.feature("f", new Request("POST", "/", List.<Field>of(), body));
  }

  private static Map<String, String> taken(Decision<Ask> decision) {
    return ((Decision.Yes<Ask>) decision).value().tags();
  }

  private static Refusal refused(Decision<Ask> decision) {
    return ((Decision.No<Ask>) decision).refusal();
  }

  @Test
  void areStringsByName() {
    String tags = "{ \"tenant\":\"acme\", \"a.b_c-9\" : \"\\u0000\\u001b[31m'; drop\\n\" }";
    assertThat(taken(onChat(tags)))
        .isEqualTo(Map.of("tenant", "acme", "a.b_c-9", "\u0000\u001b[31m'; drop\n"))
        .isEqualTo(taken(onFeatures(tags)));
    assertThat(taken(onChat("null"))).isEmpty();
    assertThat(taken(onChat("{}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|headgate.tags: a list (expected: an object of at most 16 strings, in 512 bytes of JSON)",
        "'x'|headgate.tags: a string (expected: an object of at most 16 strings, in 512 bytes of JSON)",
        "{'a':1}|headgate.tags.a: no string (expected: a string)",
        "{'a':null}|headgate.tags.a: no string (expected: a string)",
        "{'a':{'b':'c'}}|headgate.tags.a: no string (expected: a string)",
        "{'a':'1','a':'2'}|headgate.tags.a: two values (expected: one)",
        "{'A':'1'}|headgate.tags: an unfit name (expected: names such as [a-z0-9][a-z0-9._-]{0,62})",
        "{'':'1'}|headgate.tags: an unfit name (expected: names such as [a-z0-9][a-z0-9._-]{0,62})",
        "{'-a':'1'}|headgate.tags: an unfit name (expected: names such as [a-z0-9][a-z0-9._-]{0,62})",
      })
  void anythingElseIsRefusedByName(String tags, String message) {
    for (var decision : List.of(onChat(json(tags)), onFeatures(json(tags)))) {
      assertThat(refused(decision).code()).isEqualTo(Code.INVALID_REQUEST);
      assertThat(refused(decision).message()).isEqualTo(message);
      assertThat(refused(decision).param()).startsWith("headgate.tags");
    }
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void haveBounds() {
    assertThat(refused(onChat("{\"a\":\"" + "x".repeat(1 << 20) + "\"}")).message())
        .startsWith("headgate.tags: 1048584 bytes");
    assertThat(taken(onChat("{\"a\":\"" + "x".repeat(512 - 8) + "\"}"))).hasSize(1);
    assertThat(refused(onChat("{\"a\":\"" + "x".repeat(512 - 7) + "\"}")).message())
        .startsWith("headgate.tags: 513 bytes");
    assertThat(taken(onChat(many(16)))).hasSize(16);
    assertThat(refused(onChat(many(17))).message()).startsWith("headgate.tags: 17 members");
    assertThat(taken(onChat("{\"" + "a".repeat(63) + "\":\"\"}"))).hasSize(1);
    assertThat(refused(onChat("{\"" + "a".repeat(64) + "\":\"\"}")).message())
        .startsWith("headgate.tags: an unfit name");
  }

  private static String many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"t" + i + "\":\"v\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void goToNoProvider() {
    Ask ask = ((Decision.Yes<Ask>) onChat("{\"tenant\":\"acme\"}")).value();
    assertThat(new String(new Raw(ask).bytesFor(Dialect.OPENAI, "up", CallBody.UNCAPPED), UTF_8))
        .isEqualTo("{\"model\":\"up\",\"messages\":[]}");
  }
}
