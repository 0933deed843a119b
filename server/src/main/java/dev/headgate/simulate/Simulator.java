package dev.headgate.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.Refusal;
import dev.headgate.base.Request;
import dev.headgate.http.Endpoint;
import dev.headgate.http.Exchange;
import dev.headgate.http.Limits;
import dev.headgate.http.Loops;
import dev.headgate.http.Server;
import dev.headgate.protocol.Family;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// A provider on a socket of its own. It speaks OpenAI's and Anthropic's wire languages, takes any
/// key but `bad`, or none, and any model but `missing-model`, and says the same to the same request
/// as long as its seed is the same. `GET /simulator/meter` tells what it served.
public final class Simulator implements AutoCloseable {
  private static final Map<String, Wire> WIRES =
      Map.of(
          "/v1/chat/completions", new ChatWire(),
          "/v1/responses", new ResponsesWire(),
          "/v1/embeddings", new EmbeddingsWire(),
          "/v1/messages", new MessagesWire(),
          "/v1/messages/count_tokens", new CountTokensWire());

  private static final Head METER = new Head(200, List.of(new Field("content-type", Heads.JSON)));

  /// A plan since it began; it counts its own requests.
  private record Running(FaultPlan plan, long began, AtomicLong requests) {}

  private final Options options;
  private final Meter meter = new Meter();
  private final PromptCache cache = new PromptCache();
  private final Seen seen;
  private final AtomicLong numbers = new AtomicLong();
  private volatile Running running;
  private final Loops loops;
  private final Server server;

  private Simulator(Options options) {
    this.options = options;
    seen = new Seen(options.keep());
    running = beginning(options.faults());
    loops = new Loops(Limits.standard());
    server =
        new Server(
            loops,
            Options.MACHINE,
            Endpoint.plain(options.host(), options.port()),
            Simulator::refuse,
            this::handle);
  }

  public static Simulator start(Options options) {
    return new Simulator(options);
  }

  public int port() {
    return server.port();
  }

  /// As OpenAI's SDKs write it, with `/v1`.
  public String openAiBaseUrl() {
    return anthropicBaseUrl() + "/v1";
  }

  /// As Anthropic's SDKs write it, without.
  public String anthropicBaseUrl() {
    return "http://" + options.host() + ":" + port();
  }

  public Meter meter() {
    return meter;
  }

  public Seen seen() {
    return seen;
  }

  /// Begins another plan, for the requests that come from now on.
  public void faults(FaultPlan plan) {
    running = beginning(plan);
  }

  private Running beginning(FaultPlan plan) {
    return new Running(plan, options.clock().nanos(), new AtomicLong());
  }

  @Override
  public void close() {
    server.close();
    loops.close();
  }

  Options options() {
    return options;
  }

  PromptCache cache() {
    return cache;
  }

  Fault fault(Model model) {
    Running current = running;
    var age = Duration.ofNanos(options.clock().nanos() - current.began);
    long request = current.requests.incrementAndGet();
    return current.plan.choose(age, request, model.id(), options.seed());
  }

  /// The id of what the request of this number gets.
  String id(long number) {
    return "%08x%016x".formatted((int) options.seed(), number);
  }

  /// Whatever a vendor's transport would say to a malformed request is not simulated.
  private static dev.headgate.http.Answer refuse(
      String method, String path, List<Field> fields, Refusal refusal) {
    return new dev.headgate.http.Answer(new Head(refusal.code().status(), List.of()), new byte[0]);
  }

  private void handle(Exchange exchange) {
    Request request = exchange.request();
    String path = request.route();
    if (path.equals("/simulator/meter")) {
      answer(exchange, METER, Json.text(meter.snapshot()));
      return;
    }
    meter.enter();
    try {
      seen.add(request);
      long number = numbers.incrementAndGet();
      Wire wire = WIRES.get(path);
      if (wire != null) {
        new Call(this, exchange, wire, number).serve();
      } else {
        list(exchange, path, "req_" + id(number));
      }
    } finally {
      meter.leave();
    }
  }

  private static void list(Exchange exchange, String path, String requestId) {
    Request request = exchange.request();
    var family =
        request.first("anthropic-version").orElse("").isEmpty() ? Family.OPENAI : Family.ANTHROPIC;
    int status = 200;
    String body;
    try {
      authenticate(request);
      body = Catalog.answer(family, request.method(), path);
    } catch (Rejected no) {
      status = no.status();
      body = no.body(family, requestId);
    }
    answer(exchange, Heads.of(family, status, Heads.JSON, requestId, List.of()), body);
  }

  private static void answer(Exchange exchange, Head head, String body) {
    exchange.answer(head, body.getBytes(UTF_8));
  }

  /// Without any credential one may rehearse; `bad`, and what is no bearer token, is refused.
  static void authenticate(Request request) {
    String authorization = request.first("authorization").orElse("");
    boolean bearer = authorization.startsWith("Bearer ");
    String key =
        bearer ? authorization.substring(7).strip() : request.first("x-api-key").orElse("");
    if (key.equals("bad") || (!bearer && !authorization.isEmpty())) {
      throw Rejected.key();
    }
  }
}
