package dev.headgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String CANARY = "CANARY";

  private final Problems problems = new Problems();
  private final Map<String, String> variables = new HashMap<>();
  @TempDir private Path directory;

  private Section of(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("c.yaml"), yaml);
    return ConfigFile.read(file, new Environment(variables), problems);
  }

  private String only() {
    assertThat(problems.list()).hasSize(1);
    return problems.list().getFirst().message();
  }

  @Test
  void takesASecretFromAVariableOrAFileWithoutTheSpaceAroundIt() throws IOException {
    variables.put("KEY", " k1\n");
    Files.writeString(directory.resolve("key.txt"), "\tk2\r\n");
    Section root = of("a: { b: ${KEY}, c: ${file:key.txt} }\nd: \"${KEY}\"\n");
    assertThat(root.section("a").secret("b").orElseThrow().reveal()).isEqualTo("k1");
    assertThat(root.section("a").secret("c").orElseThrow().reveal()).isEqualTo("k2");
    assertThat(root.secret("d").orElseThrow().reveal()).isEqualTo("k1");
    assertThat(root.secret("absent")).isEmpty();
    assertThat(problems.list()).isEmpty();
    assertThat(root.sources().files()).hasSize(2);
  }

  @Test
  void fillsReferencesIntoAnyTextOfAnyForm() throws IOException {
    variables.put("HOST", "$1\\");
    Section root = of("a: {b: [http://${HOST}:80/v1, $${HOST}, x]}\nc: |\n  ${HOST}${HOST}\n");
    assertThat(root.section("a").texts("b")).containsExactly("http://$1\\:80/v1", "${HOST}", "x");
    assertThat(root.text("c")).contains("$1\\$1\\\n");
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${UNSET} | ${UNSET}: the variable is not set",
        "${EMPTY} | ${EMPTY}: the variable is set but empty",
        "${file:none} | ${file:none}: no such file",
        "${file:.} | ${file:.}: a directory (expected: a file)",
        "${file:blank} | ${file:blank}: the file is empty",
        "\"${file:\\0}\" | ${file:?}: not a path",
        "${a b} | not a reference (expected: ${NAME} or ${file:path}; for the text ${ itself: $${)",
        "${OPEN | literal secret (expected: a reference, as ${NAME} or ${file:path})",
        "x${INNER} | literal secret (expected: a reference, as ${NAME} or ${file:path})",
        "[a] | a list (expected: a reference, as ${NAME} or ${file:path}, to ASCII without white"
            + " space inside)",
        "'' | nothing (expected: a reference, as ${NAME} or ${file:path}, to ASCII without white"
            + " space inside)",
        "${INNER} | ${INNER} (expected: a reference, as ${NAME} or ${file:path}, to ASCII without"
            + " white space inside)",
      })
  void saysWhatIsWrongWithAReference(String written, String problem) throws IOException {
    variables.put("EMPTY", " ");
    variables.put("INNER", CANARY + " " + CANARY);
    Files.writeString(directory.resolve("blank"), "\n");
    assertThat(of("k: " + written + "\n").secret("k")).isEmpty();
    assertThat(problems.toString()).endsWith(":1: k: " + problem).doesNotContain(CANARY);
  }

  @Test
  void refusesAnEndlessNumberOfReferences() throws IOException {
    variables.put("X", "x");
    assertThat(of("k: " + "${X}".repeat(17) + "\n").text("k")).isEmpty();
    assertThat(only()).isEqualTo("more than 16 references");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-CANARY1234567890",
        "sk-proj-CANARY_12",
        "sk-ant-api03-CANARY",
        "sk-hg-CANARY-12",
        "AIzaCANARY1234567890",
        "xoxb-CANARY-12",
      })
  void refusesWhatLooksLikeAKeyWhereverItStands(String key) throws IOException {
    Section root =
        of(
            """
            text: KEY
            number: KEY
            secret: KEY
            list: [a, Bearer KEY]
            nested: { deep: { KEY: 1 } }
            json: { a: "x KEY" }
            unasked: KEY
            """
                .replace("KEY", key));
    root.text("text");
    root.integer("number", 0, 1);
    root.secret("secret");
    root.texts("list");
    root.section("nested").sections("deep").get("x");
    root.json("json");
    assertThat(problems.list())
        .extracting(problem -> problem.place().line())
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(problems.list())
        .allSatisfy(problem -> assertThat(problem.message()).startsWith("literal secret"));
    root.finish();
    assertThat(problems.toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sk-customer-support", "risk-Management-And-Assessment", "task-42", "AIza"})
  void leavesNamesThatOnlyResembleAKey(String name) throws IOException {
    assertThat(of("k: " + name + "\n").text("k")).contains(name);
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void showsNeitherAReferencesValueNorWhatAUrlCarries() throws IOException {
    variables.put("VALUE", CANARY);
    Section root =
        of(
            """
            a: ${VALUE}
            b: http://user:CANARY@host/?key=CANARY
            c: x${VALUE}
            """);
    root.integer("a", 0, 1);
    root.size("b", 0, 0, 1);
    root.choice("c", Thread.State.class);
    assertThat(problems.list()).hasSize(3);
    assertThat(problems.toString())
        .contains("a: ${VALUE} (expected", "b: http://… (expected", "c: x${VALUE} (expected")
        .doesNotContain(CANARY);
    assertThat(new Environment(variables).toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: \"CANARY",
        "CANARY",
        "a: {b: CANARY",
        "a: @CANARY",
        "a: !CANARY!x 1",
        "a: &CANARY 1",
        "a: *CANARY",
        "%CANARY",
        "a: \"\\UCANARY0\"",
        "a: b: CANARY",
        "- CANARY"
      })
  void echoesNothingOfALineThatCannotBeRead(String yaml) throws IOException {
    of(yaml + "\n");
    assertThat(only()).doesNotContain(CANARY);
  }
}
