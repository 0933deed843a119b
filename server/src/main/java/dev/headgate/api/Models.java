package dev.headgate.api;

import dev.headgate.access.Principal;
import dev.headgate.base.CallId;
import dev.headgate.base.Clock;
import dev.headgate.base.Decision;
import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.Refusal;
import dev.headgate.base.Request;
import dev.headgate.call.Snapshot;
import dev.headgate.http.Answer;
import dev.headgate.http.Exchange;
import dev.headgate.protocol.ModelPage;
import dev.headgate.protocol.Surface;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// `GET /v1/models`, in the shape of the vendor whose version header came: aliases, features, and
/// the providers' own models, as far as the key may use them.
public final class Models implements Consumer<Exchange> {
  private final Supplier<Snapshot> snapshots;
  private final Clock clock;

  public Models(Supplier<Snapshot> snapshots, Clock clock) {
    this.snapshots = snapshots;
    this.clock = clock;
  }

  @Override
  public void accept(Exchange exchange) {
    Snapshot now = snapshots.get();
    boolean anthropic = exchange.request().first("anthropic-version").isPresent();
    switch (now.access().admit(exchange.request())) {
      case Decision.Yes<Principal>(Principal who) -> {
        var page = new ModelPage(usable(now, who, exchange.request()), exchange.request().path());
        var type = new Field("content-type", "application/json");
        exchange.answer(new Head(200, List.of(type)), anthropic ? page.anthropic() : page.openAi());
      }
      case Decision.No<Principal>(Refusal refusal) -> {
        Surface shape = anthropic ? Surface.MESSAGES : Surface.CHAT;
        Answer answer = Errors.answer(shape, refusal, CallId.at(clock.epochMillis()));
        exchange.answer(answer.head(), answer.body());
      }
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
