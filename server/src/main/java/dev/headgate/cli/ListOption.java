package dev.headgate.cli;

import picocli.CommandLine.Option;

/// How a command that lists prints: for a person, a program or a spreadsheet.
final class ListOption {
  enum Form {
    TABLE,
    JSON,
    CSV
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|csv",
      description = "For a person, a program or a spreadsheet (default: table).")
  private Form form = Form.TABLE;

  Form form() {
    return form;
  }
}
