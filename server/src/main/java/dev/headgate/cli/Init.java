package dev.headgate.cli;

import static java.util.stream.Collectors.joining;

import dev.headgate.config.Environment;
import dev.headgate.provider.Preset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `headgate init`
@Command(
    name = "init",
    description = {
      "Writes a first headgate.yaml and a prompt.",
      "They are for the first provider whose key is set in the environment."
    })
final class Init implements Callable<Integer> {
  private static final String PROMPT_FILE = "prompts/support-reply.v1.md";

  private static final String PROMPT =
      """
      ---
      inputs:
        question: string
      ---
      # system
      You answer questions for the customer support of a shop. Be friendly, exact and brief: at most
      five sentences. If you do not know, say so, and offer to pass the question to a colleague.

      # user
      {{question}}
      """;

  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    Preset preset = preset(terminal.shell().environment());
    Path config = terminal.shell().file(ConfigOption.USUAL);
    Path prompt = terminal.shell().file(PROMPT_FILE);
    for (Path file : List.of(config, prompt)) {
      if (Files.exists(file)) {
        throw new Failure(Exit.FAILED, file + " is here already; nothing was written");
      }
    }
    write(prompt, PROMPT);
    write(config, config(preset));
    say(config, prompt, preset);
    return Exit.DONE;
  }

  /// The first whose key is set.
  private static Preset preset(Environment environment) {
    return Preset.ALL.stream()
        .filter(each -> hasKey(each, environment))
        .findFirst()
        .orElseThrow(() -> new Failure(Exit.USAGE, "no provider's key is set; " + export()));
  }

  private static boolean hasKey(Preset preset, Environment environment) {
    String variable = preset.keyVariable();
    return variable != null && environment.get(variable).isPresent();
  }

  private static String export() {
    return Preset.ALL.stream()
        .map(Preset::keyVariable)
        .filter(Objects::nonNull)
        .collect(joining(", ", "export one of ", ""));
  }

  private static String config(Preset preset) {
    return """
    # What stands here is served by `headgate serve` and checked by `headgate check`; a change
    # takes effect at once.

    server: { host: 127.0.0.1, port: 4000, data-dir: ./headgate-data }

    providers:
      %1$s: { api-key: ${%2$s} }

    models:                      # names of your own, for applications to ask for
      fast: { targets: [%1$s/%3$s] }

    features:
      support-reply:
        max-output-tokens: 400
        timeouts: { first-token: 20s, total: 60s }
        fallback: "Sorry, that is not available right now. Please try again shortly."
        variants:
          control:   { model: fast, prompt: prompts/support-reply.v1.md }
          # candidate: { model: fast, prompt: prompts/support-reply.v2.md }
        serve: control           # or by share: { control: 95%%, candidate: 5%% }
    """
        .formatted(preset.name(), preset.keyVariable(), preset.model());
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (IOException refused) {
      throw new Failure(Exit.FAILED, "cannot write " + file + ": " + refused);
    }
  }

  private void say(Path config, Path prompt, Preset preset) {
    String command = Shell.command();
    PrintWriter out = terminal.out();
    out.printf("Wrote %s and%n  %s:%n", config, prompt);
    out.printf("support-reply, a feature, by %s/%s.%n%n", preset.name(), preset.model());
    out.println("Next:");
    out.println(
        Table.ofNames()
            .row("  " + command + " check", "reads it, and says what is wrong")
            .row("  " + command + " try support-reply question=Hello", "calls it once")
            .row("  " + command + " serve", "listens on http://127.0.0.1:4000"));
    out.printf("%nand from an application:%n%n");
    var written = new dev.headgate.Configuration(config, terminal.shell().environment()).read();
    out.println(
        Curl.feature("http://127.0.0.1:4000", written.config().features().all().getFirst()));
  }
}
