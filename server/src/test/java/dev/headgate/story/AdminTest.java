package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Page;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Who gets into `/admin/v1`, and how others are told.
class AdminTest {
  private static final String KEY = "the-key-of-the-operators";
  private static final String APPLICATION = "the-key-of-an-application";

  @TempDir private Path directory;

  @BeforeEach
  void prompt() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
  }

  private Gate gate(String more) throws IOException {
    return Gate.in(directory)
        .variable("HEADGATE_ADMIN_KEY", KEY)
        .variable("HEADGATE_KEY_WEB", APPLICATION)
        .start(Talk.yaml(1, "retries: 0").replace("${A_KEY}", "${HEADGATE_KEY_WEB}") + more);
  }

  private static Message ask(Gate gate, String method, String path, String... fields)
      throws IOException {
    try (Wire client = Wire.connect(gate.port())) {
      String host = String.join("", fields).contains("Host:") ? "" : "Host: localhost\r\n";
      String lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
      client.send(method + " " + path + " HTTP/1.1\r\n" + host + lines + "\r\n");
      return Message.read(client);
    }
  }

  private static List<JsonNode> routes(Gate gate) throws IOException {
    var routes = new ArrayList<JsonNode>();
    ask(gate, "GET", "/admin/v1", "x-api-key: " + KEY).json().forEach(routes::add);
    return routes;
  }

  @Test
  void everyRouteIsShutWithoutTheAdminKey() throws IOException {
    try (var gate = gate("keys: { web: { secret: '${HEADGATE_KEY_WEB}' } }\n")) {
      assertThat(routes(gate)).isNotEmpty();
      for (JsonNode route : routes(gate)) {
        String method = text(route, "method");
        String path = text(route, "path").replaceAll("\\{.*?}", "plain");
        for (String key : List.of("", APPLICATION, KEY + "x", KEY.substring(1))) {
          Message answer = ask(gate, method, path, "Authorization: Bearer " + key);

          assertThat(answer.status()).as(method + " " + path).isEqualTo(401);
          assertThat(answer.json().at("/error/code").asString()).isEqualTo("admin_key_required");
          assertThat(answer.json().at("/error/call_id").asString())
              .isEqualTo(answer.value("x-headgate-call-id"));
          assertThat(answer.value("x-should-retry")).isEqualTo("false");
          assertThat(answer.everything()).doesNotContain(KEY);
        }
      }
    }
  }

  @Test
  void everyRouteIsOnThePageWithWhatItDoes() throws IOException {
    try (var gate = gate("")) {
      assertThat(
              routes(gate).stream()
                  .map(it -> "`%s %s`".formatted(text(it, "method"), text(it, "path"))))
          .containsExactlyElementsOf(
              Page.of("docs/reference/http.md").rows().stream()
                  .filter(row -> row.heading().equals("For operators"))
                  .map(row -> row.cell(0))
                  .filter(cell -> cell.contains("/admin/v1"))
                  .toList());
      assertThat(routes(gate)).allSatisfy(it -> assertThat(text(it, "does")).isNotBlank());
    }
  }

  private static String text(JsonNode json, String member) {
    return json.path(member).asString();
  }

  @Test
  void theAdminKeyIsNoApplicationKey() throws IOException {
    try (var gate = gate("keys: { web: { secret: '${HEADGATE_KEY_WEB}' } }\n")) {
      Message answer =
          gate.post("/v1/features/plain/completions", "{\"inputs\":{}}", "x-api-key: " + KEY);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.json().at("/error/code").asString()).isEqualTo("invalid_key");
    }
  }

  @Test
  void anOpenGateStillAsksForTheKey() throws IOException {
    try (var gate = gate("")) {
      assertThat(ask(gate, "GET", "/admin/v1").status()).isEqualTo(401);
      assertThat(ask(gate, "GET", "/admin/v1", "Authorization: Bearer " + KEY).status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: rebound.example", "Origin: https://page.example"})
  void anOpenGateTurnsPagesAwayAlsoWithTheKey(String field) throws IOException {
    try (var gate = gate("")) {
      Message answer = ask(gate, "GET", "/admin/v1", field, "x-api-key: " + KEY);

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.json().at("/error/code").asString()).startsWith("foreign_");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: rebound.example", "Origin: https://page.example"})
  void metricsThatNeedNoKeyTurnPagesAwayAlsoWhereApplicationsHaveKeys(String field)
      throws IOException {
    try (var gate = gate("keys: { web: { secret: '${HEADGATE_KEY_WEB}' } }\n")) {
      assertThat(ask(gate, "GET", "/metrics").status()).isEqualTo(200);
      assertThat(ask(gate, "GET", "/metrics", field).status()).isEqualTo(403);
    }
  }

  @Test
  void withoutOneInTheEnvironmentEachStartMakesAKeyUp() throws IOException {
    String yaml = Talk.yaml(1, "retries: 0").replace("${A_KEY}", "${K}");
    try (var gate = Gate.in(directory).variable("K", "k").start(yaml);
        var other =
            Gate.in(directory)
                .variable("K", "k")
                .start(yaml.replace("drain: 0s", "drain: 0s, data-dir: other"))) {
      String key = gate.headgate().adminKey().secret().reveal();

      assertThat(key).matches("hg-admin-[\\w-]{43}");
      assertThat(ask(gate, "GET", "/admin/v1", "x-api-key: " + key).status()).isEqualTo(200);
      assertThat(ask(other, "GET", "/admin/v1", "x-api-key: " + key).status()).isEqualTo(401);
    }
  }

  @Test
  void anUnknownPathNamesThoseThatAreThere() throws IOException {
    try (var gate = gate("")) {
      Message answer = ask(gate, "GET", "/admin/v1/feature", "x-api-key: " + KEY);

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().at("/error/code").asString()).isEqualTo("unknown_path");
      for (JsonNode route : routes(gate)) {
        assertThat(answer.text()).contains(text(route, "path"));
      }
    }
  }

  @Test
  void aWrongMethodNamesTheRightOnes() throws IOException {
    try (var gate = gate("")) {
      Message answer = ask(gate, "PATCH", "/admin/v1", "x-api-key: " + KEY);

      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.value("allow")).isEqualTo("GET");
    }
  }

  @Test
  void aBodyHasABound() throws IOException {
    try (var gate = gate("")) {
      Message answer = gate.post("/admin/v1", " ".repeat(70_000), "x-api-key: " + KEY);

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.json().at("/error/code").asString()).isEqualTo("body_too_large");
    }
  }
}
