package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Field;
import dev.headgate.base.Request;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `headgate features serve|kill|restore|release FEATURE … --reason TEXT`
abstract sealed class SwitchFeature implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Parameters(index = "0", paramLabel = "FEATURE", description = "Its name.")
  private String feature = "";

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      required = true,
      description = "Why, for those who come after; kept with your name and the time.")
  private String reason = "";

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  /// Adds what is to be done.
  abstract void ask(ObjectNode body);

  @Override
  public Integer call() {
    ObjectNode body = JSON.createObjectNode();
    ask(body);
    body.put("reason", reason);
    try (Operations operations = server.open()) {
      JsonNode now = JSON.readTree(operations.ask(request(body)));
      JsonNode list = JSON.createArrayNode().add(now);
      terminal.out().println(output.isJson() ? OutputOption.json(now) : ShowFeatures.text(list));
    }
    return Exit.DONE;
  }

  private Request request(ObjectNode body) {
    return new Request(
        "PUT",
        path(feature),
        List.of(
            new Field("content-type", "application/json"),
            new Field("x-headgate-author", author(terminal))),
        body.toString().getBytes(UTF_8));
  }

  static String path(String feature) {
    return "/admin/v1/features/" + URLEncoder.encode(feature, UTF_8).replace("+", "%20");
  }

  /// A header field holds ASCII. Java says `?` where the system has no name, as in many containers;
  /// the server has a word for that.
  static String author(Terminal terminal) {
    String user = terminal.shell().user();
    String name = user.equals("?") ? "" : user.replaceAll("[^ -~]", "?").strip();
    return name.substring(0, Math.min(name.length(), 64));
  }

  /// `headgate features serve FEATURE candidate`
  @Command(name = "serve", description = "Serves other shares than the file says, at once.")
  static final class ToServe extends SwitchFeature {
    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "VARIANT|VARIANT=SHARE",
        description = "One variant, none, or shares, as control=95%% candidate=5%%.")
    private List<String> shares = new ArrayList<>();

    @Override
    void ask(ObjectNode body) {
      if (shares.size() == 1 && !shares.getFirst().contains("=")) {
        body.put("serve", shares.getFirst());
        return;
      }
      ObjectNode serve = body.putObject("serve");
      for (String share : shares) {
        int sign = share.indexOf('=');
        if (sign < 1) {
          throw new Failure(Exit.USAGE, share + " (expected: the share as candidate=5%)");
        }
        serve.put(share.substring(0, sign), share.substring(sign + 1));
      }
    }
  }

  /// `headgate features kill FEATURE`
  @Command(name = "kill", description = "Stops a feature at once, whatever else is said of it.")
  static final class Kill extends SwitchFeature {
    @Override
    void ask(ObjectNode body) {
      body.put("killed", true);
    }
  }

  /// `headgate features restore FEATURE`
  @Command(name = "restore", description = "Takes a kill back.")
  static final class Restore extends SwitchFeature {
    @Override
    void ask(ObjectNode body) {
      body.put("killed", false);
    }
  }

  /// `headgate features release FEATURE`
  @Command(name = "release", description = "Gives a feature back to the file, a kill included.")
  static final class Release extends SwitchFeature {
    @Override
    void ask(ObjectNode body) {
      body.put("release", true);
    }
  }
}
