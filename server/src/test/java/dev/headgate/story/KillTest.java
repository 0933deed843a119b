package dev.headgate.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.simulate.Meter;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.ServedApart;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A gate is killed at random moments under load, around midnight. Every call whose end reached its
/// client has exactly one record, and where the provider told its usage the price of it is the
/// provider's bill. Each record is in the sums once.
@Timeout(1_200)
class KillTest {
  private static final int ROUNDS = Boolean.getBoolean("headgate.long") ? 50 : 3;
  private static final int CLIENTS = 8;
  private static final Duration MIDNIGHT = Duration.ofMillis(700); // after it listens

  @TempDir private Path directory;
  private final Set<String> finished = ConcurrentHashMap.newKeySet();
  private final AtomicInteger number = new AtomicInteger();

  /// What the provider billed for each model; raw calls ask for one of their own each.
  private final Map<String, Long> billed = new HashMap<>();

  @Test
  void nothingFinishedIsLostAndNothingIsThereTwice() throws Exception {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    for (int round = 1; round <= ROUNDS; round++) {
      round(new Random(round));
    }
    var records = new HashMap<String, JsonNode>();
    try (var gate = ServedApart.start(configured(1), MIDNIGHT)) {
      for (JsonNode call : calls(gate)) {
        assertThat(records.put(call.path("id").asString(), call)).as("one record").isNull();
      }
      String until = "until=" + Instant.now().plus(Duration.ofDays(2));
      JsonNode usage = gate.admin("/admin/v1/usage?since=1d&" + until);
      assertSums(records.values(), usage.path("total"));
      assertThat(gate.stop()).isTrue();
    }
    assertThat(records.keySet()).as("those whose end was seen").containsAll(finished);
    assertThat(finished).hasSizeGreaterThan(ROUNDS * CLIENTS);
    records.values().forEach(this::costsWhatWasBilled);
    assertThat(days()).as("on either side of midnight").hasSizeGreaterThanOrEqualTo(2);
  }

  private static void assertSums(Collection<JsonNode> records, JsonNode total) {
    assertThat(total.path("calls").asInt()).as("%s", total).isEqualTo(records.size());
    assertThat(total.path("cost_nano").asLong())
        .as("%s", total)
        .isEqualTo(records.stream().mapToLong(call -> call.path("cost_nano").asLong(0)).sum());
  }

  private void round(Random random) throws Exception {
    var pace = Options.instant().latency(Duration.ofMillis(5), 0.5).tokensPerSecond(2_000);
    try (var simulator = Simulator.start(pace.seed(random.nextLong()));
        var gate = ServedApart.start(configured(simulator.port()), MIDNIGHT)) {
      var clients = new ArrayList<Thread>();
      for (int i = 0; i < CLIENTS; i++) {
        var own = new Random(random.nextLong());
        clients.add(Thread.ofVirtual().start(() -> callUntilItIsGone(gate.port(), own)));
      }
      int before = finished.size();
      Await.until("calls that end", () -> finished.size() >= before + CLIENTS);
      Thread.sleep(random.nextInt(1_500)); // at a random moment is what is tested
      gate.kill();
      for (Thread client : clients) {
        client.join();
      }
      simulator.meter().awaitIdle(Duration.ofSeconds(10));
      for (Meter.Row row : simulator.meter().snapshot().rows()) {
        billed.merge(row.model(), row.billedNano(), Long::sum);
      }
    }
  }

  private void callUntilItIsGone(int port, Random random) {
    try {
      while (true) {
        call(port, random);
      }
    } catch (IOException gone) {
      // killed, as it was meant to be
    }
  }

  private void call(int port, Random random) throws IOException {
    Talk talk = Talk.values()[random.nextInt(4)];
    boolean stream = random.nextBoolean();
    String body = talk.ask(stream).replace("/m\"", "/c" + number.incrementAndGet() + "\"");
    try (Wire client = Wire.connect(port)) {
      client.send(Gate.request(talk.path, body.getBytes(UTF_8)));
      if (random.nextInt(5) == 0) {
        Message.head(client); // and leaves
        return;
      }
      Message answer = Message.read(client);
      if (answer.status() == 200 && (!stream || answer.text().contains(talk.lastWord()))) {
        finished.add(answer.value("x-headgate-call-id"));
      }
    }
  }

  private void costsWhatWasBilled(JsonNode call) {
    String source = call.path("usage_source").asString("");
    String outcome = call.path("outcome").asString();
    boolean ofItsOwnModel = !call.path("surface").asString().equals("features");
    if (outcome.equals("answered")) {
      assertThat(source).as("%s", call).isEqualTo("provider");
    } else {
      assertThat(source).as("%s", call).isNotEqualTo("provider");
    }
    if (source.equals("provider") && ofItsOwnModel) {
      String model = call.path("target").asString().split("/", 2)[1];
      assertThat(call.path("cost_nano").asLong(-1)).as("%s", call).isEqualTo(billed.get(model));
    }
  }

  private Path configured(int port) throws IOException {
    String price = "{ input: $0.10, cache-read: $0.01, cache-write: $0.125, output: $0.50 }";
    Path file = directory.resolve("headgate.yaml");
    return Files.writeString(
        file,
        Talk.yaml(port, "retries: 1").replace(", api-key: \"${A_KEY}\"", "")
            + "journal: { segment: 1MB }\n"
            + "prices: { \"o/*\": "
            + price
            + ", \"a/*\": "
            + price
            + " }\n");
  }

  private static List<JsonNode> calls(ServedApart gate) throws IOException {
    var all = new ArrayList<JsonNode>();
    String next = "";
    do {
      JsonNode page = gate.admin("/admin/v1/calls?limit=1000" + next);
      page.path("calls").forEach(all::add);
      next = page.path("next").isMissingNode() ? "" : "&before=" + page.path("next").asString();
    } while (!next.isEmpty());
    return all;
  }

  private List<Path> days() throws IOException {
    try (var files = Files.list(directory.resolve("headgate-data/calls"))) {
      return files.filter(each -> each.toString().endsWith(".db")).toList();
    }
  }
}
