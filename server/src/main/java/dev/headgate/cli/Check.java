package dev.headgate.cli;

import dev.headgate.Configuration;
import dev.headgate.config.Problem;
import java.util.LinkedHashMap;
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
        ? "The configuration is sound, version " + read.config().version() + "."
        : read.problems().toString();
  }

  private static Map<String, Object> json(Configuration.Read read) {
    var json = new LinkedHashMap<String, Object>();
    json.put("sound", read.isSound());
    json.put("version", read.config().version());
    json.put("problems", read.problems().list().stream().map(Check::json).toList());
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
