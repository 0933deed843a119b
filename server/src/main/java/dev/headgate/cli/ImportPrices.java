package dev.headgate.cli;

import dev.headgate.price.LiteLlm;
import dev.headgate.price.PriceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `headgate prices import …`
@Command(
    name = "import",
    description = "Makes prices for the configuration of another tool's price list.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ImportPrices.OfLiteLlm.class)
final class ImportPrices {

  /// `headgate prices import litellm FILE`
  @Command(
      name = "litellm",
      description = "Reads model_prices_and_context_window.json, and prints YAML.")
  static final class OfLiteLlm implements Callable<Integer> {
    private static final int LARGEST = 16 << 20;
    private static final int MOST_LINES = 200;

    @Parameters(paramLabel = "FILE", description = "LiteLLM's price list, at most 16 MB.")
    private String file = "";

    @Option(
        names = "--provider",
        paramLabel = "NAME",
        description = "Only this provider's models; may be given again (default: all).")
    private List<String> providers = List.of();

    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
      LiteLlm.Imported imported = imported(read(terminal.shell().file(file)));
      new PriceConfig(new TreeMap<>(imported.prices())).yaml().forEach(terminal.out()::println);
      List<String> leftOut = imported.leftOut();
      leftOut.stream().limit(MOST_LINES).forEach(terminal.err()::println);
      if (leftOut.size() > MOST_LINES) {
        terminal.err().println("and " + (leftOut.size() - MOST_LINES) + " more");
      }
      return imported.prices().isEmpty() ? Exit.FAILED : Exit.DONE;
    }

    private LiteLlm.Imported imported(byte[] json) {
      try {
        return LiteLlm.read(json, name -> providers.isEmpty() || providers.contains(name));
      } catch (IllegalArgumentException wrong) {
        throw new Failure(Exit.FAILED, file + ": " + Terminal.clean("" + wrong.getMessage()));
      }
    }

    private byte[] read(Path path) {
      try (var in = Files.newInputStream(path)) {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
          throw new Failure(Exit.FAILED, file + ": longer than 16 MB");
        }
        return bytes;
      } catch (NoSuchFileException missing) {
        throw new Failure(Exit.NOT_THERE, file + " is not there");
      } catch (IOException broken) {
        throw new Failure(Exit.FAILED, "cannot read " + file + ": " + broken);
      }
    }
  }
}
