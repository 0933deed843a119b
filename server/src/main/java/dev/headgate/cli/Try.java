package dev.headgate.cli;

import dev.headgate.Configuration;
import dev.headgate.Headgate;
import dev.headgate.HeadgateConfig;
import dev.headgate.base.SystemClock;
import dev.headgate.cli.FeatureCall.Came;
import dev.headgate.feature.Feature;
import dev.headgate.feature.InputType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `headgate try FEATURE name=value …`
@Command(
    name = "try",
    description = {
      "Calls a feature once and says what the call did.",
      "Asks the server of the configuration if it runs, else serves this one call itself."
    })
final class Try implements Callable<Integer> {
  private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

  @Parameters(index = "0", paramLabel = "FEATURE", description = "Its name.")
  private String feature = "";

  @Parameters(
      index = "1..*",
      paramLabel = "name=value",
      description = "The prompt's inputs; a list as name=a,b,c or as JSON.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = {"-k", "--key"},
      paramLabel = "TARGETING",
      description = "The targeting key, which decides the variant.")
  private @Nullable String targetingKey;

  @Option(names = "--stream", description = "Shows the text as it is made.")
  private boolean stream;

  @Option(
      names = "--app-key-env",
      paramLabel = "NAME",
      defaultValue = "HEADGATE_KEY",
      description = "The variable with the application key (default: ${DEFAULT-VALUE}).")
  private String keyVariable = "";

  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() throws InterruptedException {
    typed(); // a slip of the pen needs no configuration to be seen
    Configuration source = config.source();
    Configuration.Read read = source.read();
    var server = read.config().server();
    String address = Curl.address(server, server.port());
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      if (server.port() != 0 && answers(client, address)) {
        return report(new Tried(ask(client, address, read.config()), null));
      }
      ConfigOption.sound(read);
      terminal.err().println("No server at " + address + ": this command serves the call itself.");
      return itself(client, source, read);
    } catch (IOException broken) {
      throw new Failure(Exit.FAILED, "the call broke off: " + broken.getMessage());
    }
  }

  /// Whether a Headgate listens there.
  private static boolean answers(HttpClient client, String address) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address + "/health/ready"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      String said = client.send(request, BodyHandlers.ofString()).body();
      return said.startsWith("{\"status\":") && said.contains("\"config\":");
    } catch (IOException nobody) {
      return false;
    }
  }

  private int itself(HttpClient client, Configuration source, Configuration.Read read)
      throws IOException, InterruptedException {
    var cause = new AtomicReference<@Nullable String>();
    var around =
        new Headgate.Surroundings(
            new SystemClock(),
            new SecureRandom(),
            terminal.shell().directory(),
            call -> cause.set(call.ending().cause()));
    Came came;
    try (var headgate = Headgate.start(source, read.alone(), around)) {
      came = ask(client, "http://127.0.0.1:" + headgate.port(), read.config());
    }
    return report(new Tried(came, cause.get())); // by now the record has been shown
  }

  private Came ask(HttpClient client, String address, HeadgateConfig known)
      throws IOException, InterruptedException {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.set("inputs", TypedInputs.json(typed(), declared(known)));
    if (targetingKey != null) {
      body.put("targeting_key", targetingKey);
    }
    if (stream) {
      body.put("stream", true);
    }
    return new FeatureCall(client, this::hear).to(address, feature, body.toString(), key());
  }

  private Map<String, String> typed() {
    var typed = new LinkedHashMap<String, String>();
    for (String input : inputs) {
      int sign = input.indexOf('=');
      if (sign < 1) {
        throw new Failure(Exit.USAGE, input + " (expected: the input as name=value)");
      }
      typed.put(input.substring(0, sign), input.substring(sign + 1));
    }
    return typed;
  }

  private Map<String, InputType> declared(HeadgateConfig known) {
    return known.features().all().stream()
        .filter(each -> each.name().equals(feature))
        .findFirst()
        .map(Feature::inputs)
        .orElse(Map.of());
  }

  private @Nullable String key() {
    var key = terminal.shell().environment().get(keyVariable);
    if (key.filter(text -> !VISIBLE.matcher(text).matches()).isPresent()) {
      throw new Failure(Exit.USAGE, keyVariable + " holds no key (expected: ASCII, no spaces)");
    }
    return key.orElse(null);
  }

  private int report(Tried tried) {
    if (output.isJson()) {
      terminal.out().println(OutputOption.json(tried.json()));
      return tried.exit();
    }
    if (!tried.came().text().isEmpty()) {
      terminal.out().println();
    }
    if (tried.came().isError()) {
      throw new Failure(tried.exit(), tried.error(keyVariable));
    }
    terminal.out().printf("%n%s%n", tried.table());
    return tried.exit();
  }

  private void hear(String piece) {
    if (!output.isJson()) {
      terminal.out().print(Terminal.clean(piece));
      terminal.out().flush();
    }
  }
}
