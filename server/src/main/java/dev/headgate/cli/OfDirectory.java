package dev.headgate.cli;

import dev.headgate.HeadgateConfig;
import dev.headgate.Unserved;
import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Request;
import dev.headgate.base.SystemClock;
import dev.headgate.http.Answer;
import java.nio.file.Path;

/// The operations of a data directory that no server uses.
final class OfDirectory implements Operations {
  private final Unserved directory;

  OfDirectory(HeadgateConfig config, Path dataDir) {
    directory = Unserved.open(config, dataDir, new SystemClock());
  }

  @Override
  public byte[] ask(Request request) {
    return switch (directory.answer(request)) {
      case Decision.Yes<Answer>(Answer answer) -> answer.body();
      case Decision.No<Answer>(Refusal refusal) ->
          throw new Failure(Operations.exit(refusal.code().status()), refusal.message());
    };
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public void close() {
    directory.close();
  }
}
