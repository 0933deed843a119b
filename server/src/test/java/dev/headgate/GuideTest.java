package dev.headgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.record.CallRecord;
import dev.headgate.simulate.FaultPlan;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Page;
import dev.headgate.testkit.Walk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the guides show is what happens.
@Timeout(120)
class GuideTest {
  private static final Page REHEARSAL = Page.of("docs/guide/rehearsal.md");

  private static final List<Page.Row> FAULTS =
      REHEARSAL.rows().stream()
          .filter(row -> row.heading().equals("What becomes of each fault"))
          .toList();

  private static final String MODEL =
      """
      {"model":"simulated/sim-small","stream":true,"messages":[{"role":"user","content":"hi"}]}
      """;
  private static final String FEATURE = "{\"inputs\":{\"question\":\"hi\"},\"stream\":true}";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/guide/first-feature.md", "docs/guide/rehearsal.md"})
  void eachStepDoesWhatThePageSays(String page) throws Exception {
    try (var walk = new Walk(Page.of(page), directory)) {
      walk.go();
      assertThat(walk.calls()).isPositive();
    }
  }

  @ParameterizedTest
  @FieldSource("FAULTS")
  void eachFaultBecomesWhatTheTableSays(Page.Row row) throws Exception {
    try (var walk = new Walk(REHEARSAL, directory)) {
      walk.start();
      var plan = FaultPlan.parse(row.cell(0).replace("`", ""));
      walk.simulator().faults(plan);
      becomes(walk, "/v1/chat/completions", MODEL, row.cell(1), row.cell(3));
      walk.simulator().faults(plan); // it counts from here
      becomes(walk, "/v1/features/support-reply/completions", FEATURE, row.cell(2), row.cell(3));
    }
  }

  private static void becomes(Walk walk, String path, String body, String outcome, String cause)
      throws IOException, InterruptedException {
    Message answer = walk.gate().post(path, body);
    CallRecord.Ending ending = walk.gate().record().ending();
    boolean answered = outcome.startsWith("answered");

    assertThat(ending.outcome().text() + " " + answer.status()).isEqualTo(outcome);
    assertThat(String.valueOf(ending.cause()))
        .isEqualTo(answered ? "null" : cause.replace("`", ""));
    assertThat(new String(answer.body(), UTF_8).contains("Sorry, that is not available"))
        .isEqualTo(outcome.startsWith("degraded"));
  }

  /// But for the one that strikes by chance.
  @Test
  void everyPlanThatHasANameIsInATable() {
    var ofFaults = FAULTS.stream().map(row -> row.cell(0).replace("`", ""));
    var ofScenarios =
        REHEARSAL.rows().stream()
            .filter(row -> row.heading().equals("The scenarios"))
            .flatMap(row -> Stream.of(row.cell(2).split("[^a-z0-9]+", -1)));
    assertThat(FaultPlan.NAMED.keySet())
        .filteredOn(name -> !name.equals("flaky"))
        .isSubsetOf(Stream.concat(ofFaults, ofScenarios).toList());
  }

  @Test
  void everyExampleOfARuleCanBeRead() {
    assertThat(REHEARSAL.rows())
        .filteredOn(row -> row.heading().equals("Plans"))
        .allSatisfy(row -> {
          boolean condition = row.cell(0).matches("`(after|for|share|request|model) .*");
          for (String example : row.cell(0).split("(?<=`), ", -1)) {
            String rule = example.replace("`", "");
            FaultPlan.parse(condition ? rule + ": reset" : rule);
          }
        });
  }
}
