package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.NanoUsd;
import dev.headgate.record.CallRecord;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.StubProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prices, from the request to the record.
class PriceCasesTest {
  private static final String ANSWER =
      """
      {"model":"%s","choices":[{"message":{"content":"Hi."},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}
      """;

  @TempDir private Path directory;

  private static String yaml(int port) {
    return """
    server: { port: 0 }
    providers:
      stub: { kind: openai-compatible, base-url: "http://127.0.0.1:%d/v1" }
    models: { fast: { targets: [stub/m1] } }
    prices: { stub/m1: { input: $0.05, cache-read: $0.005, output: $0.40 } }
    features:
      reply: { variants: { control: { model: fast, prompt: prompt.md } } }
    """
        .formatted(port);
  }

  private CallRecord called(String answersAs, String path, String body) throws Exception {
    Files.writeString(directory.resolve("prompt.md"), "# user\nHi.\n");
    String answer = StubProvider.whole(200, ANSWER.formatted(answersAs));
    try (var provider = new StubProvider(_ -> answer);
        var gate = Gate.in(directory).start(yaml(provider.port()))) {
      assertThat(gate.post(path, body).status()).isEqualTo(200);
      return gate.record();
    }
  }

  private CallRecord chat(String model, String answersAs) throws Exception {
    String body = "{\"model\":\"%s\",\"messages\":[]}".formatted(model);
    return called(answersAs, "/v1/chat/completions", body);
  }

  @Test
  void rw25AnAliasWithADatedAnswerIsPricedAsItsTarget() throws Exception {
    CallRecord record = chat("fast", "m1-2026-01-15");

    assertThat(record.spend().cost()).isEqualTo(new NanoUsd(550));
    assertThat(record.asked().model()).isEqualTo("fast");
    assertThat(record.served().target()).isEqualTo("stub/m1");
    assertThat(record.attempts().getFirst().model()).isEqualTo("m1-2026-01-15");
    assertThat(record.attempts().getFirst().cost().rule()).isEqualTo("stub/m1");
    assertThat(record.spend().priceVersion()).matches("[0-9a-f]{12}");
  }

  @Test
  void rw25AFeatureIsPricedAsItsTarget() throws Exception {
    CallRecord record = called("m1", "/v1/features/reply/completions", "{\"inputs\":{}}");

    assertThat(record.spend().cost()).isEqualTo(new NanoUsd(550));
  }

  @Test
  void rw25WhatHasNoPriceIsAnsweredAndItsCostUnknown() throws Exception {
    assertThat(chat("stub/m2", "m2").spend().cost()).isNull();
    assertThat(chat("stub/m2", "m1-turbo").spend().cost()).isNull();
  }

  @Test
  void rw25ADifferentModelInTheAnswerDoesNotChangeThePrice() throws Exception {
    assertThat(chat("stub/m1", "m1-turbo").spend().cost()).isEqualTo(new NanoUsd(550));
  }
}
