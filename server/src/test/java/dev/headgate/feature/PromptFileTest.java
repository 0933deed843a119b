package dev.headgate.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.config.Environment;
import dev.headgate.config.Problem;
import dev.headgate.config.Problems;
import dev.headgate.config.Section;
import dev.headgate.config.TextFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptFileTest {
  private static final String HEAD = "---\ninputs: { q: string, items: list }\n---\n";
  private static final String ALL = "{{q}}{{#items}}{{.}}{{/items}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{x}} | {{x}} is not declared under inputs",
        "{{#x}}{{/x}} | {{x}} is not declared under inputs",
        "{{this}} | {{this}} is not declared under inputs",
        "{{items}} | {{items}} is a list: write {{#items}} … {{.}} … {{/items}}",
        "{{.}} | {{.}} stands outside the section of a list",
        "{{^items}}{{.}}{{/items}} | {{.}} stands outside the section of a list",
        "{{#q}}{{-last}}{{/q}} | {{-last}} stands outside the section of a list",
        "{{#items}}{{#items}}{{/items}}{{/items}} | {{#items}} stands within the section of a list",
        "{{#q}} | {{#q}} is never closed",
        "{{/q}} | {{/q}} does not close the section last opened"
      })
  void aTagThatCouldNotBeFilledIsAProblem(String text, String problem) {
    assertThat(problems(HEAD + "# user\n" + ALL + "\n\n" + text))
        .containsExactly("p.md:7: " + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{> q}}",
        "{{=<% %>=}}",
        "{{<q}}",
        "{{$q}}",
        "{{}}",
        "{{",
        "{{{q}}",
        "{{{{q}}}}",
        "{{q.length}}",
        "{{a b}}",
        "{{ # q",
        "{{-x}}",
        "{{@index}}",
        "{{!a {{q}} }}",
        "{{q\n}}"
      })
  void aTagThatWeDoNotKnowIsAProblem(String text) {
    assertThat(problems(HEAD + "# user\n" + ALL + "\n" + text))
        .containsExactly(
            "p.md:6: a tag that is none of {{x}}, {{#x}}, {{^x}}, {{/x}}, {{! comment}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ } {q} }} {\"a\":{\"b\":1}}",
        "{{!\n\n}}",
        "{ {{q}} }",
        " # user",
        "## user manual",
        "---"
      })
  void textThatIsNoTagAndNoHeadingIsText(String text) {
    assertThat(problems(HEAD + "# user\n" + ALL + "\n" + text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"# User", "#user", "## user", "# user:", "# user "})
  void whatIsAlmostAHeadingIsAProblem(String line) {
    assertThat(problems(HEAD + "# system\n" + ALL + "\n" + line + "\nHello"))
        .containsExactly("p.md:6: almost a heading (expected: # user, or a space before the #)");
  }

  @Test
  void allProblemsAreNotedAtOnceWithTheirLines() {
    assertThat(
            problems(
                """
                ---
                inputs: { items: list, q: string }
                ---
                Preface
                and more

                # user
                {{x}}
                {{/q}}
                # system
                {{#q}}

                # assistant
                """))
        .containsExactlyInAnyOrder(
            "p.md:4: text before the first heading (expected: # system, # user or # assistant)",
            "p.md:8: {{x}} is not declared under inputs",
            "p.md:9: {{/q}} does not close the section last opened",
            "p.md:10: # system stands after another message (expected: first, and once)",
            "p.md:11: {{#q}} is never closed",
            "p.md:13: an empty message",
            "p.md:2: inputs.items: declared but never used");
  }

  @Test
  void aFileWithoutAMessageIsAProblem() {
    assertThat(problems(""))
        .containsExactly("p.md:1: no message (expected: # user, and a text under it)");
  }

  @Test
  void problemsOfTheFrontMatterHaveTheirLines() {
    assertThat(
            problems(
                """
                ---
                inputs:
                  a: strng
                  b: { type: integer, default: "1" }
                  c: { type: list, default: [[]] }
                  d: { default: null }
                  e.f: string
                  g: string
                model: other
                ---
                # user
                {{a}}{{b}}{{#c}}{{/c}}{{d}}
                """))
        .containsExactly(
            "p.md:3: inputs.a: strng (expected: one of string, integer, number, boolean, list;"
                + " did you mean string?)",
            "p.md:4: inputs.b.default: string (expected: integer)",
            "p.md:5: inputs.c.default: list with an item that is list (expected: list)",
            "p.md:6: inputs.d.default: nothing that fills in (expected: string)",
            "p.md:7: inputs.e.f: not a name (expected: a letter, then letters, digits, _ and -)",
            "p.md:8: inputs.g: declared but never used",
            "p.md:9: model: unknown key (expected: inputs)");
  }

  @Test
  void emptyFrontMatterDeclaresNothing() {
    assertThat(problems("---\n---\n# user\nHi")).isEmpty();
  }

  @Test
  void moreThan64InputsAreAProblem() {
    var inputs = new StringBuilder();
    var tags = new StringBuilder();
    for (int i = 0; i < 65; i++) {
      inputs.append("  i").append(i).append(": string\n");
      tags.append("{{i").append(i).append("}}");
    }
    assertThat(problems("---\ninputs:\n" + inputs + "---\n# user\n" + tags))
        .containsExactly("p.md:2: inputs: 65 inputs (expected: at most 64)");
  }

  @Test
  void frontMatterThatIsNeverClosedIsTheOnlyProblem() {
    assertThat(problems("---\ninputs: {}\n# user\nHi"))
        .containsExactly("p.md:1: the front matter is never closed (expected: a second line ---)");
  }

  @Test
  void windowsLineEndsAreLineEnds() {
    assertThat(problems(HEAD + "# user\r\n" + ALL + "\r\n")).isEmpty();
  }

  @Test
  void aProblemDoesNotRepeatThePrompt() {
    assertThat(problems(HEAD + "# user\n" + ALL + "{{SECRET RECIPE}}\n# assistant\n{{> SECRET}}"))
        .hasSize(2)
        .noneMatch(problem -> problem.contains("SECRET"));
  }

  private static List<String> problems(String text) {
    var problems = new Problems();
    Prompt prompt = read(text, problems);
    assertThat(prompt.version()).matches(problems.isEmpty() ? "[0-9a-f]{12}" : ".*");
    return problems.list().stream().map(Problem::toString).toList();
  }

  /// Reads `text` as the file `p.md`.
  static Prompt read(String text, Problems problems) {
    Section near = Section.empty(Path.of("headgate.yaml"), new Environment(Map.of()), problems);
    return PromptFile.read(new TextFile(Path.of("p.md"), text), near, problems);
  }
}
