package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.simulate.FaultPlan;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Does what a page says, step by step, against a gate and a simulated provider. A block with a
/// file's name is that file. Of a block of shell lines each `curl` is done, and must be answered by
/// 200 or by the status that the fence names; `./headgate simulate` sets the provider's plan. A
/// JSON block is what the last call was answered: a text with `…` in it stands for any text, and a
/// number for any number. An operator's command prints the text block that follows, but for numbers
/// and spaces.
public final class Walk implements AutoCloseable {
  public static final String KEY = "the-key-of-an-application";
  private static final String GATE = "http://127.0.0.1:4000";
  private static final String PROVIDER = "http://127.0.0.1:9001";
  private static final String CONFIG = "headgate.yaml";
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final Pattern SERVER = Pattern.compile("(?m)^server:.*\\n");
  private static final JsonMapper JSON = new JsonMapper();

  private final Page page;
  private final Path directory;
  private final Simulator simulator = Simulator.start(Options.instant());
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable Gate gate;
  private String config = "";
  private JsonNode answer = JSON.nullNode();
  private @Nullable Function<List<String>, String> operator;
  private String said = "";
  private int calls;
  private int texts;

  public Walk(Page page, Path directory) {
    this.page = page;
    this.directory = directory;
  }

  /// Who does the operator's commands: given the words after `./headgate`, what they print.
  public void operator(Function<List<String>, String> commands) {
    operator = commands;
  }

  /// A page that calls before it has shown a file begins with its files.
  public void go() throws IOException, InterruptedException {
    if (page.text().indexOf("curl ") < page.text().indexOf(CONFIG + "\n")) {
      start();
    }
    for (Page.Block block : page.blocks()) {
      if (!block.title().isEmpty() && !block.language().equals("sh")) {
        file(block);
      } else if (block.language().equals("sh")) {
        shell(block);
      } else if (block.language().equals("json")) {
        resembles(JSON.readTree(block.text()), answer, "answer");
      } else if (block.language().equals("text") && operator != null) {
        texts++;
        assertThat(loose(said)).isEqualTo(loose(block.text()));
      }
    }
  }

  /// Writes all files of the page, and starts the gate.
  public void start() throws IOException, InterruptedException {
    for (Page.Block block : page.blocks()) {
      if (!block.title().isEmpty() && !block.title().equals(CONFIG)) {
        file(block);
      }
    }
    file(page.blocks("yaml").getFirst());
    gate();
  }

  private void file(Page.Block block) throws IOException, InterruptedException {
    String text = block.text().replace(PROVIDER, simulator.anthropicBaseUrl());
    if (!block.title().equals(CONFIG)) {
      Path file = directory.resolve(block.title());
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return;
    }
    String yaml = "server: { port: 0, drain: 0s }\n" + SERVER.matcher(text).replaceAll("");
    if (gate == null) {
      gate = started(yaml);
    } else if (!yaml.equals(config)) {
      gate.become(yaml);
    }
    config = yaml;
  }

  private Gate started(String yaml) throws IOException {
    return Gate.in(directory).random(() -> 0).variable("HEADGATE_KEY_WEB", KEY).start(yaml);
  }

  private void shell(Page.Block block) throws IOException, InterruptedException {
    int status = block.title().isEmpty() ? 200 : Integer.parseInt(block.title());
    for (List<String> command : commands(block.text())) {
      if (command.getFirst().equals("curl")) {
        answer = called(command, status);
      } else if (command.contains("simulate")) {
        int plan = command.indexOf("--plan");
        simulator.faults(FaultPlan.parse(plan < 0 ? "healthy" : command.get(plan + 1)));
      } else if (operator != null) {
        said = operator.apply(command.subList(1, command.size()));
      }
    }
  }

  /// A text without what differs each time: numbers, ids, bars, and how wide columns are.
  private static String loose(String text) {
    return text.replaceAll("[0-9a-f]{8}-[0-9a-f-]+|\\b([0-9a-f]{12}|[0-9a-f]{32})\\b", "ID")
        .replaceAll("[-+:,.\\d]*\\d", "1")
        .replaceAll("[.=|]{2,}|\\[[ .=|]*]", "BAR")
        .replaceAll("[▁-█]+( +[▁-█]+)*", "BAR")
        .replaceAll("(?m)[ \\t]+", " ")
        .replaceAll("(?m) $", "")
        .strip();
  }

  /// The commands of a block, each as its words; what is indented goes on. What stands in quotes is
  /// one word.
  public static List<List<String>> commands(String text) {
    var commands = new ArrayList<List<String>>();
    for (String command : text.replace("\\\n", " ").split("\\n(?=\\S)", -1)) {
      var words =
          WORD.matcher(command)
              .results()
              .map(word -> word.group().replaceAll("^(['\"])([\\s\\S]*)\\1$", "$2"))
              .toList();
      if (!words.isEmpty()) {
        commands.add(words);
      }
    }
    return commands;
  }

  private JsonNode called(List<String> curl, int status) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder();
    for (int i = 1; i < curl.size(); i++) {
      String word = curl.get(i);
      switch (word) {
        case "-H" -> {
          String[] field = curl.get(++i).replace("$HEADGATE_KEY_WEB", KEY).split(": ", 2);
          request.header(field[0], field[1]);
        }
        case "-d" -> request.POST(BodyPublishers.ofString(curl.get(++i)));
        case "-N" -> {} // no buffer, which we have none of
        default -> request.uri(URI.create(word.replace(GATE, "http://127.0.0.1:" + gate().port())));
      }
    }
    calls++;
    HttpResponse<String> said = client.send(request.build(), BodyHandlers.ofString());
    assertThat(said.statusCode()).as("%s: %s", curl, said.body()).isEqualTo(status);
    return said.body().startsWith("{") ? JSON.readTree(said.body()) : JSON.nullNode();
  }

  private static void resembles(JsonNode said, JsonNode is, String at) {
    assertThat(is.getNodeType()).as(at).isEqualTo(said.getNodeType());
    if (said.isObject()) {
      assertThat(is.propertyNames()).as(at).containsExactlyElementsOf(said.propertyNames());
      said.propertyNames()
          .forEach(name -> resembles(said.get(name), is.get(name), at + "." + name));
    } else if (!said.isNumber() && !said.asString("").contains("…")) {
      assertThat(is).as(at).isEqualTo(said);
    }
  }

  /// How many calls have been made.
  public int calls() {
    return calls;
  }

  /// How many printed texts have been compared.
  public int texts() {
    return texts;
  }

  public Simulator simulator() {
    return simulator;
  }

  public Gate gate() {
    if (gate == null) {
      throw new AssertionError("a call comes before any configuration");
    }
    return gate;
  }

  @Override
  public void close() {
    client.close();
    if (gate != null) {
      gate.close();
    }
    simulator.close();
  }
}
