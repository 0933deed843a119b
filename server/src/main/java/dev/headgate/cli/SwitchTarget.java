package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Field;
import dev.headgate.base.Request;
import java.net.URLEncoder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `headgate targets disable|enable TARGET --reason TEXT`
abstract sealed class SwitchTarget implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final boolean disables;

  @Parameters(
      index = "0",
      paramLabel = "TARGET",
      description = "provider/model, or a provider with all of its models.")
  private String target = "";

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      required = true,
      description = "Why, for those who come after; kept with your name and the time.")
  private String reason = "";

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  SwitchTarget(boolean disables) {
    this.disables = disables;
  }

  @Override
  public Integer call() {
    var body = JSON.createObjectNode().put("disabled", disables).put("reason", reason);
    try (Operations operations = server.open()) {
      JsonNode now = JSON.readTree(operations.ask(request(body.toString())));
      terminal.out().println(output.isJson() ? OutputOption.json(now) : ShowTargets.text(now));
    }
    return Exit.DONE;
  }

  private Request request(String body) {
    String path = ShowTargets.PATH + "/" + URLEncoder.encode(target, UTF_8).replace("+", "%20");
    return new Request(
        "PUT",
        path,
        List.of(
            new Field("content-type", "application/json"),
            new Field("x-headgate-author", SwitchFeature.author(terminal))),
        body.getBytes(UTF_8));
  }

  /// `headgate targets disable TARGET`
  @Command(name = "disable", description = "Takes a target out of service, at once.")
  static final class Disable extends SwitchTarget {
    Disable() {
      super(true);
    }
  }

  /// `headgate targets enable TARGET`
  @Command(name = "enable", description = "Puts a target back into service.")
  static final class Enable extends SwitchTarget {
    Enable() {
      super(false);
    }
  }
}
