package dev.headgate.cli;

import dev.headgate.Configuration;
import dev.headgate.HeadgateConfig;
import dev.headgate.config.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `headgate check`
@Command(name = "check", description = "Says all that is wrong with the configuration.")
final class Check implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    Configuration.Read read = config.source().read();
    terminal.out().println(output.isJson() ? OutputOption.json(json(read)) : text(read));
    return read.isSound() ? Exit.DONE : Exit.USAGE;
  }

  private static String text(Configuration.Read read) {
    return read.isSound()
        ? String.join(System.lineSeparator(), sound(read.config()))
        : read.problems().toString();
  }

  private static List<String> sound(HeadgateConfig config) {
    var lines = new ArrayList<String>();
    lines.add("The configuration is sound, version " + config.version() + ".");
    config.warnings(Instant.now()).forEach(warning -> lines.add("warning: " + warning));
    return lines;
  }

  private static Map<String, Object> json(Configuration.Read read) {
    var json = new LinkedHashMap<String, Object>();
    json.put("sound", read.isSound());
    json.put("version", read.config().version());
    json.put("problems", read.problems().list().stream().map(Check::json).toList());
    json.put("warnings", read.isSound() ? read.config().warnings(Instant.now()) : List.of());
    return json;
  }

  private static Map<String, Object> json(Problem problem) {
    var json = new LinkedHashMap<String, Object>();
    json.put("file", problem.place().file().toString());
    json.put("line", problem.place().line());
    json.put("key", problem.place().key());
    json.put("message", problem.message());
    return json;
  }
}
