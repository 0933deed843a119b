package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Eventful;
import dev.headgate.testkit.Repository;
import dev.headgate.testkit.Scraped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The dashboard and the alert rules name nothing that is not there.
@Timeout(120)
class DeployTest {
  private static final Path DASHBOARD = Path.of("deploy/grafana/headgate.json");
  private static final Path ALERTS = Path.of("deploy/alerts/headgate.yaml");
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:headgate|gen_ai_client|jvm|process|system)_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
  private static final Pattern GROUPED = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

  @TempDir private Path directory;

  /// A query, and the texts that are filled in with the labels of its result.
  private record Query(String expr, List<String> texts) {}

  @Test
  void everyMetricAndLabelExists() throws Exception {
    Scraped said = Eventful.scraped(directory, "");
    List<Query> queries = Stream.concat(dashboard().stream(), alerts().stream()).toList();

    assertThat(queries).hasSizeGreaterThan(40);
    for (Query query : queries) {
      assertThat(unknown(query.expr, said)).as(query.expr).isEmpty();
      Set<String> grouped = grouped(query.expr);
      for (String text : query.texts) {
        assertThat(grouped)
            .as(text)
            .containsAll(LEGEND.matcher(text).results().map(it -> it.group(1)).toList());
      }
    }
  }

  /// Metrics that no scrape has, and labels that they do not have.
  private static List<String> unknown(String expr, Scraped said) {
    var unknown = new ArrayList<String>();
    var labels = new TreeSet<>(Set.of("le"));
    String plain = expr.replaceAll("\\s+", " ");
    METRIC
        .matcher(GROUPED.matcher(plain).replaceAll(""))
        .results()
        .forEach(found -> {
          String name = found.group(1);
          Set<String> has = said.labels(name);
          labels.addAll(has);
          if (!said.names().contains(name)) {
            unknown.add(name);
          }
          String wanted = found.group(2) == null ? "" : found.group(2);
          MATCHER
              .matcher(wanted)
              .results()
              .map(it -> it.group(1))
              .filter(label -> !has.contains(label))
              .forEach(label -> unknown.add(name + "{" + label + "}"));
        });
    grouped(plain).stream().filter(label -> !labels.contains(label)).forEach(unknown::add);
    return unknown;
  }

  private static Set<String> grouped(String expr) {
    return new TreeSet<>(
        GROUPED
            .matcher(expr)
            .results()
            .flatMap(found -> Stream.of(found.group(1).split("\\s*,\\s*")))
            .map(String::strip)
            .toList());
  }

  private static List<Query> dashboard() {
    var queries = new ArrayList<Query>();
    JsonNode json = new JsonMapper().readTree(Repository.read(DASHBOARD));
    for (JsonNode panel : json.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(
            new Query(
                target.path("expr").asString(), List.of(target.path("legendFormat").asString())));
      }
    }
    return queries;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rules() {
    var yaml =
        (Map<String, Object>)
            new Load(LoadSettings.builder().build()).loadFromString(Repository.read(ALERTS));
    return ((List<Map<String, Object>>) yaml.get("groups"))
        .stream()
            .flatMap(each -> ((List<Map<String, Object>>) each.get("rules")).stream())
            .toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Query> alerts() {
    return rules().stream()
        .map(rule ->
            new Query(
                String.valueOf(rule.get("expr")),
                List.copyOf(((Map<String, String>) rule.get("annotations")).values())))
        .toList();
  }

  @Test
  @SuppressWarnings("unchecked")
  void eachRuleSaysWhatIsWrongAndWhatToDo() {
    assertThat(rules())
        .hasSize(12)
        .allSatisfy(rule -> {
          var said = (Map<String, String>) rule.get("annotations");
          assertThat(said.get("summary")).isNotBlank();
          assertThat(said.get("action")).hasSizeGreaterThan(40);
          assertThat(rule.get("alert").toString()).startsWith("Headgate");
          assertThat(((Map<String, String>) rule.get("labels")).get("severity"))
              .isIn("critical", "warning");
        });
  }
}
