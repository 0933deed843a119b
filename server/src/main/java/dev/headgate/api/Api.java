package dev.headgate.api;

import dev.headgate.base.CallId;
import dev.headgate.base.Clock;
import dev.headgate.base.Decision;
import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import dev.headgate.call.Gateway;
import dev.headgate.http.Answer;
import dev.headgate.http.Exchange;
import dev.headgate.http.Turnaway;
import dev.headgate.protocol.Ask;
import dev.headgate.protocol.Surface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/// Everything that a client can ask for, path by path.
public final class Api implements Consumer<Exchange>, Turnaway {
  private static final String FEATURES = "/v1/features/";
  private static final String COMPLETIONS = "/completions";

  private final Gateway gateway;
  private final Models models;
  private final Health health;
  private final Admin admin;
  private final Scrape scrape;
  private final Clock clock;

  public Api(
      Gateway gateway, Models models, Health health, Admin admin, Scrape scrape, Clock clock) {
    this.gateway = gateway;
    this.models = models;
    this.health = health;
    this.admin = admin;
    this.scrape = scrape;
    this.clock = clock;
  }

  @Override
  public void accept(Exchange exchange) {
    Request request = exchange.request();
    switch (request.route()) {
      case "/v1/chat/completions" -> post(exchange, Surface.CHAT);
      case "/v1/responses" -> responses(exchange);
      case "/v1/embeddings" -> post(exchange, Surface.EMBEDDINGS);
      case "/v1/messages" -> post(exchange, Surface.MESSAGES);
      case "/v1/messages/count_tokens" -> post(exchange, Surface.COUNT_TOKENS);
      case Models.PATH -> get(exchange, models);
      case "/health/live", "/health/liveness", "/health/liveliness" -> get(exchange, health::live);
      case "/health/ready", "/health/readiness", "/health" -> get(exchange, health::ready);
      case "/metrics" -> get(exchange, it -> answer(it, scrape.answer(it.request())));
      case String path when path.startsWith(Models.PATH + "/") -> get(exchange, models);
      case Admin.ROOT -> admin(exchange);
      case String path when path.startsWith(Admin.ROOT + "/") -> admin(exchange);
      default -> feature(exchange);
    }
  }

  private void post(Exchange exchange, Surface surface) {
    post(exchange, surface, request -> Ask.read(surface, request));
  }

  private void post(Exchange exchange, Surface surface, Function<Request, Decision<Ask>> reading) {
    if (exchange.request().method().equals("POST")) {
      gateway.serve(exchange, surface, request -> json(request).then(reading));
    } else {
      wrongMethod(exchange, "POST");
    }
  }

  private void get(Exchange exchange, Consumer<Exchange> served) {
    switch (exchange.request().method()) {
      case "GET", "HEAD" -> served.accept(exchange);
      default -> wrongMethod(exchange, "GET");
    }
  }

  /// Over a WebSocket some clients would also speak; told so, they fall back to HTTP at once.
  private void responses(Exchange exchange) {
    boolean socket =
        exchange.request().first("upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
    if (socket) {
      refuse(
          exchange,
          new Refusal(
              Code.WEBSOCKET_UNSUPPORTED,
              "Responses are served over HTTP only (expected: POST /v1/responses)."));
    } else {
      post(exchange, Surface.RESPONSES);
    }
  }

  private void feature(Exchange exchange) {
    String path = exchange.request().route();
    boolean completions = path.startsWith(FEATURES) && path.endsWith(COMPLETIONS);
    int end = path.length() - COMPLETIONS.length();
    if (completions && end > FEATURES.length()) {
      String name = path.substring(FEATURES.length(), end);
      post(exchange, Surface.FEATURES, request -> Ask.feature(name, request));
    } else {
      refuse(
          exchange,
          new Refusal(
              Code.UNKNOWN_PATH,
              "Nothing is served at this path (expected: such as /v1/chat/completions,"
                  + " /v1/messages, /v1/features/{feature}/completions)."));
    }
  }

  private void admin(Exchange exchange) {
    Request request = exchange.request();
    Decision<Answer> answer = admin.answer(request);
    if (answer instanceof Decision.No<Answer>(Refusal no) && no.code() == Code.METHOD_NOT_ALLOWED) {
      refuse(exchange, no, new Field("allow", admin.methods(request)));
    } else {
      answer(exchange, answer);
    }
  }

  private void answer(Exchange exchange, Decision<Answer> decision) {
    switch (decision) {
      case Decision.Yes<Answer>(Answer answer) -> exchange.answer(answer.head(), answer.body());
      case Decision.No<Answer>(Refusal refusal) -> refuse(exchange, refusal);
    }
  }

  static Decision<Request> json(Request request) {
    String type = request.first("content-type").orElse("").split(";", 2)[0].strip();
    return type.toLowerCase(Locale.ROOT).equals("application/json")
        ? Decision.yes(request)
        : Decision.no(
            new Refusal(
                Code.UNSUPPORTED_MEDIA_TYPE,
                "The body is not declared as JSON (expected: Content-Type: application/json)."));
  }

  private void wrongMethod(Exchange exchange, String expected) {
    refuse(
        exchange,
        new Refusal(
            Code.METHOD_NOT_ALLOWED,
            "This path takes another method (expected: " + expected + ")."),
        new Field("allow", expected));
  }

  private void refuse(Exchange exchange, Refusal refusal, Field... more) {
    var request = exchange.request();
    Answer answer = refuse(request.method(), request.path(), request.fields(), refusal);
    var fields = new ArrayList<>(answer.head().fields());
    Collections.addAll(fields, more);
    exchange.answer(new Head(answer.head().status(), fields), answer.body());
  }

  @Override
  public Answer refuse(String method, String path, List<Field> fields, Refusal refusal) {
    gateway.refused(refusal);
    return Errors.answer(shape(path, fields), refusal, CallId.at(clock.epochMillis()));
  }

  /// The surface in whose shape an error at a path is understood.
  private static Surface shape(String path, List<Field> fields) {
    boolean anthropic =
        path.startsWith("/v1/messages")
            || fields.stream().anyMatch(each -> each.name().equalsIgnoreCase("anthropic-version"));
    return path.startsWith(FEATURES) || path.startsWith(Admin.ROOT)
        ? Surface.FEATURES
        : anthropic ? Surface.MESSAGES : Surface.CHAT;
  }
}
