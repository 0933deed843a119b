package dev.headgate.cli;

import dev.headgate.base.Request;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whom the commands of operators ask: a server that runs, or the data directory of one that does
/// not. Both answer the same.
interface Operations extends AutoCloseable {
  /// What is answered, if it went well; a `Failure` otherwise.
  byte[] ask(Request request);

  /// Whether calls are being served there.
  boolean isLive();

  default JsonNode read(String path) {
    return JsonMapper.shared().readTree(ask(get(path)));
  }

  static Request get(String path) {
    return new Request("GET", path, List.of(), new byte[0]);
  }

  /// What a refusal means to a script.
  static int exit(int status) {
    return switch (status) {
      case 404 -> Exit.NOT_THERE;
      default -> status / 100 == 4 ? Exit.USAGE : Exit.FAILED;
    };
  }

  @Override
  void close();
}
