package dev.headgate.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/// Texts that sit in every place where a secret, a prompt or a person's words can stand, providers
/// that repeat them, and the search for them.
public final class Canary {
  /// Known to the gate and its providers alone: in no output at all.
  public static final List<String> SECRETS =
      List.of(
          "kq1x-key-from-the-environment",
          "kq2x-key-from-a-file",
          "kq3x-key-in-a-query",
          "kq4x-application-key",
          "kq5x-session-cookie",
          "kq6x-second-credential",
          "kq7x-word-in-a-prompt",
          "kq8x-proxy-password",
          "kq9x-unrelated-variable",
          "kq0x-token-of-a-receiver");

  /// A caller's or a model's words: in the answer perhaps, but in no log and no record.
  public static final List<String> WORDS =
      List.of("zw1x-input", "zw2x-message", "zw3x-completion", "zw4x-targeting-key", "zw5x-member");

  /// Repeats all it was sent, in every spelling.
  public static String echo(Message asked) {
    String all = asked.everything();
    return all
        + URLEncoder.encode(all, UTF_8)
        + base64(all)
        + SECRETS.subList(0, 3).stream().map(Canary::base64).toList();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String quoted(String text) {
    return new tools.jackson.databind.json.JsonMapper().writeValueAsString(text);
  }

  private static String error(Message asked) {
    return "{\"error\":{\"message\":" + quoted(echo(asked)) + ",\"type\":\"x\",\"code\":\"y\"}}";
  }

  private static String field(String name, Message asked) {
    return name + ": " + echo(asked).replaceAll("\\s", " ");
  }

  /// What providers did that were too talkative.
  public static List<Function<Message, String>> faults() {
    List<Function<Message, String>> all = new ArrayList<>();
    for (int status : new int[] {400, 401, 402, 403, 404, 413, 422, 429, 500, 503}) {
      all.add(asked -> StubProvider.whole(status, error(asked), field("X-Echo", asked)));
      all.add(asked -> StubProvider.whole(status, "<html>" + echo(asked) + "</html>"));
    }
    all.add(asked -> StubProvider.whole(200, error(asked)));
    all.add(asked -> StubProvider.whole(302, echo(asked), field("Location", asked)));
    all.add(asked -> StubProvider.stream("data: " + error(asked) + "\n\n"));
    all.add(
        asked -> "HTTP/1.1 200 " + echo(asked).replaceAll("\\s", " ") + "\r\n\r\n" + echo(asked));
    all.add(asked -> echo(asked));
    all.add(_ -> "");
    for (Talk talk : Talk.values()) {
      all.add(asked ->
          StubProvider.stream(
              talk.content(WORDS.get(2)) + "event: error\ndata: " + error(asked) + "\n\n"));
      all.add(asked -> StubProvider.whole(200, talk.whole(WORDS.get(2)), field("X-Echo", asked)));
      all.add(_ -> StubProvider.stream(talk.content(WORDS.get(2)) + talk.end()));
    }
    return all;
  }

  /// Both.
  public static List<String> all() {
    var all = new ArrayList<>(SECRETS);
    all.addAll(WORDS);
    return all;
  }

  /// In no spelling, and not even its beginning.
  public static void hidden(String where, String text, List<String> canaries) {
    for (String canary : canaries) {
      for (String spelling :
          List.of(canary.substring(0, 8), URLEncoder.encode(canary, UTF_8), base64(canary))) {
        int at = text.indexOf(spelling);
        String around =
            at < 0 ? "" : text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 100));
        assertThat(around).as("%s in %s", canary, where).isEmpty();
      }
    }
  }

  private Canary() {}
}
