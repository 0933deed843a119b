package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Page;
import dev.headgate.testkit.Walk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The guide from a complaint to its cause does what it says.
class WhyPageTest extends CommandLineTest {
  private List<String> listed = List.of();

  @Test
  void eachStepPrintsWhatThePageShows() throws Exception {
    try (var walk = new Walk(Page.of("docs/guide/why-slow-why-dear.md"), directory)) {
      walk.operator(words -> said(walk, words));
      walk.go();
      assertThat(walk.calls()).isEqualTo(4);
      assertThat(walk.texts()).isEqualTo(6);
    }
  }

  private String said(Walk walk, List<String> words) {
    environment.put("HEADGATE_URL", "http://127.0.0.1:" + walk.gate().port());
    environment.put("HEADGATE_ADMIN_KEY", walk.gate().headgate().adminKey().secret().reveal());
    var arguments = new ArrayList<>(words);
    switch (words.getFirst()) {
      case "calls" -> listed = words;
      case "call" -> arguments.set(1, firstListed());
      default -> {}
    }
    Said said = headgate(arguments.toArray(String[]::new));
    assertDone(said);
    return said.out();
  }

  /// The id of the first call that the page has just listed.
  private String firstListed() {
    var again = new ArrayList<>(listed);
    again.addAll(List.of("-o", "json"));
    String json = headgate(again.toArray(String[]::new)).out();
    return JsonMapper.shared().readTree(json).get(0).path("id").asString();
  }
}
