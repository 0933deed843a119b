package dev.headgate.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.access.Principal;
import dev.headgate.base.CallId;
import dev.headgate.base.Clock;
import dev.headgate.base.Decision;
import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.Nearest;
import dev.headgate.base.Printable;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import dev.headgate.call.Snapshot;
import dev.headgate.http.Answer;
import dev.headgate.http.Exchange;
import dev.headgate.protocol.Family;
import dev.headgate.protocol.ModelPage;
import dev.headgate.protocol.Surface;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// `GET /v1/models` and `/v1/models/{id}`, in the shape of the vendor whose version header came:
/// aliases, features, and the providers' own models, as far as the key may use them.
public final class Models implements Consumer<Exchange> {
  static final String PATH = "/v1/models";

  private final Supplier<Snapshot> snapshots;
  private final Clock clock;

  public Models(Supplier<Snapshot> snapshots, Clock clock) {
    this.snapshots = snapshots;
    this.clock = clock;
  }

  @Override
  public void accept(Exchange exchange) {
    Request request = exchange.request();
    boolean anthropic = request.first("anthropic-version").isPresent();
    Family family = anthropic ? Family.ANTHROPIC : Family.OPENAI;
    Snapshot now = snapshots.get();
    switch (now.access()
        .admit(request)
        .then(who -> asked(request, family, usable(now, who, request)))) {
      case Decision.Yes<byte[]>(byte[] json) -> {
        var type = new Field("content-type", "application/json");
        exchange.answer(new Head(200, List.of(type)), json);
      }
      case Decision.No<byte[]>(Refusal refusal) -> {
        Surface shape = anthropic ? Surface.MESSAGES : Surface.CHAT;
        Answer answer = Errors.answer(shape, refusal, CallId.at(clock.epochMillis()));
        exchange.answer(answer.head(), answer.body());
      }
    }
  }

  private static Decision<byte[]> asked(Request request, Family family, List<String> usable) {
    if (request.route().equals(PATH)) {
      return Decision.yes(new ModelPage(usable, request.path()).json(family));
    }
    String id = decoded(request.route().substring(PATH.length() + 1));
    String ofVendor = family.name().toLowerCase(Locale.ROOT) + "/" + id;
    if (usable.contains(id) || usable.contains(ofVendor)) {
      return Decision.yes(ModelPage.json(family, id));
    }
    return Decision.no(
        new Refusal(
            Code.UNKNOWN_MODEL,
            "There is no model \""
                + Printable.of(id)
                + "\" here (expected: one that GET /v1/models lists)"
                + Printable.of(Nearest.hint(id, usable)),
            "model"));
  }

  /// As it stands in the list: SDKs write its slash as `%2F`. What is no percent-encoding is no
  /// model's name either, and stays.
  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException _) {
      return segment;
    }
  }

  private static List<String> usable(Snapshot now, Principal who, Request request) {
    var names = new ArrayList<>(now.routes().aliases());
    now.features().names().forEach(name -> names.add("feature/" + name));
    names.addAll(now.providers().models(request.first("x-headgate-hop").orElse("")));
    names.removeIf(name -> !who.may(name));
    return names;
  }
}
