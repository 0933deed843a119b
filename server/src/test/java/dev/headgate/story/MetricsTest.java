package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Await;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Scraped;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `/metrics` says of calls that were made.
@Timeout(120)
class MetricsTest {
  private static final String FEATURE = "/v1/features/polite/completions";
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

  @TempDir private Path directory;
  private StubProvider provider;
  private Gate gate;
  private int calls;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider = new StubProvider(_ -> StubProvider.whole(200, Talk.CHAT.whole("hi")));
    gate = start("");
  }

  private Gate start(String more) throws IOException {
    return Gate.in(directory)
        .variable("A_KEY", "key-of-a")
        .variable("HEADGATE_ADMIN_KEY", "the-key-of-the-operators")
        .start(
            Talk.yaml(provider.port(), "retries: 1")
                + "prices: { o/m: { input: $1, output: $2 } }\n"
                + more);
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    provider.close();
  }

  private Message call(String path, String body) throws Exception {
    Message answer = gate.post(path, body);
    calls++;
    Await.until("the record", () -> gate.records().size() == calls);
    return answer;
  }

  private Scraped scraped() throws Exception {
    return Scraped.of(gate);
  }

  @Test
  void aCallIsCountedWithItsTokensAndItsCost() throws Exception {
    call(FEATURE, "{\"inputs\":{}}");

    Await.until("the count", () -> sum("headgate_requests_total", "feature=polite") == 1);
    Scraped said = scraped();
    String[] at = {"feature=polite", "variant=only", "model=m"};
    assertThat(
            said.sum(
                "headgate_requests_total",
                "feature=polite",
                "variant=only",
                "model=m",
                "provider=o",
                "outcome=answered"))
        .isEqualTo(1);
    assertThat(said.sum("headgate_request_duration_seconds_count", at)).isEqualTo(1);
    assertThat(said.sum("headgate_gateway_overhead_seconds_count", "route=features")).isEqualTo(1);
    assertThat(said.sum("headgate_tokens_total", "feature=polite", "kind=input")).isEqualTo(11);
    assertThat(said.sum("headgate_tokens_total", "feature=polite", "kind=output")).isEqualTo(7);
    assertThat(said.sum("headgate_cost_usd_total", at)).isEqualTo(25e-6);
    assertThat(said.sum("headgate_upstream_attempts_total", "provider=o", "result=answered"))
        .isEqualTo(1);
    assertThat(
            said.sum(
                "gen_ai_client_token_usage_sum",
                "gen_ai_operation_name=chat",
                "gen_ai_provider_name=o",
                "gen_ai_request_model=m",
                "gen_ai_token_type=input"))
        .isEqualTo(11);
    assertThat(said.sum("gen_ai_client_operation_duration_seconds_count")).isEqualTo(1);
    System.out.println(Scraped.of(gate, OPEN_METRICS).text());
    System.out.println(said.text());
  }

  private double sum(String name, String... labels) {
    try {
      return scraped().sum(name, labels);
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }
}
