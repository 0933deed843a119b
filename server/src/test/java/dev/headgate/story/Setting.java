package dev.headgate.story;

import dev.headgate.testkit.FakeClock;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.ScriptedUpstream;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.random.RandomGenerator;

/// A gate before a scripted upstream that serves all surfaces, with a clock that the test moves.
final class Setting implements AutoCloseable {
  final FakeClock clock = new FakeClock();
  final ScriptedUpstream upstream = new ScriptedUpstream();
  final Gate gate;

  /// `settings` are those of both providers: `retries: 0`.
  Setting(Path directory, String settings) throws IOException {
    this(directory, new Random(7), settings);
  }

  Setting(Path directory, RandomGenerator random, String settings) throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    gate =
        Gate.in(directory)
            .clock(clock)
            .random(random)
            .variable("A_KEY", "key-of-a")
            .start(Talk.yaml(upstream.port(), settings));
  }

  /// A client that has asked.
  Wire asks(Talk talk, boolean stream, String... fields) throws IOException {
    Wire client = Wire.connect(gate.port());
    client.send(Gate.request(talk.path, talk.ask(stream).getBytes(StandardCharsets.UTF_8), fields));
    return client;
  }

  /// The next connection to the upstream, its first request read.
  Wire asked() throws IOException, InterruptedException {
    Wire wire = upstream.next();
    wire.message();
    return wire;
  }

  @Override
  public void close() throws IOException {
    gate.close();
    upstream.close();
  }
}
