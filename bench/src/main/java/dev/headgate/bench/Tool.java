package dev.headgate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Short commands of others, run to their end.
final class Tool {
  private Tool() {}

  /// What the command printed, errors included.
  static String output(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new Failed(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new Failed(String.join(" ", command) + ": " + e.getMessage());
    } catch (InterruptedException _) {
      throw new Failed("interrupted");
    }
  }
}
