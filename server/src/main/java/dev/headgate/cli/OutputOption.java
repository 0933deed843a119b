package dev.headgate.cli;

import picocli.CommandLine.Option;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// Whether a command prints for a person or for a program.
final class OutputOption {
  enum Form {
    TABLE,
    JSON
  }

  private static final ObjectWriter JSON = JsonMapper.shared().writerWithDefaultPrettyPrinter();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      description = "For a person or for a program (default: table).")
  private Form form = Form.TABLE;

  boolean isJson() {
    return form == Form.JSON;
  }

  /// Records, maps, lists and trees of these as JSON text.
  static String json(Object value) {
    return JSON.writeValueAsString(value);
  }
}
