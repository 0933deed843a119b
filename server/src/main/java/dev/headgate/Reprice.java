package dev.headgate;

import dev.headgate.base.Clock;
import dev.headgate.base.Decision;
import dev.headgate.http.Answer;
import dev.headgate.http.Query;
import dev.headgate.http.Route;
import dev.headgate.http.Route.Asked;
import dev.headgate.price.Prices;
import dev.headgate.price.Repricing;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallFilter;
import dev.headgate.record.CallRecord;
import dev.headgate.record.CallRoutes;
import dev.headgate.record.CallStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// What stored calls would cost by the prices in force, under `/admin/v1/prices/reprice`. Nothing
/// is changed: a record keeps the price of its day.
record Reprice(CallStore calls, Supplier<Prices> prices, Clock clock) {
  Route route() {
    return new Route(
        "GET",
        "/admin/v1/prices/reprice",
        "what stored calls would cost by the prices in force",
        asked -> CallRoutes.guarded(asked, this::answer));
  }

  private Decision<Answer> answer(Asked asked) {
    var query = Query.of(asked.request());
    var filter = CallFilter.read(query, Instant.ofEpochMilli(clock.epochMillis()));
    return query.sound(filter).then(this::priced);
  }

  private Decision<Answer> priced(CallFilter filter) {
    calls.flush();
    Prices now = prices.get();
    var repricing = new Repricing(now);
    calls.each(filter, call -> add(call, repricing));
    var json = new LinkedHashMap<String, Object>();
    json.put("price_version", now.version());
    json.put("targets", repricing.changes().stream().map(Reprice::json).toList());
    byte[] bytes = JsonMapper.shared().writeValueAsBytes(json);
    return Decision.yes(Answer.ok("application/json", bytes));
  }

  /// What was never billed has nothing to be priced.
  private static void add(CallRecord call, Repricing repricing) {
    List<AttemptRecord> attempts = call.attempts();
    for (AttemptRecord each : attempts) {
      if (each.usage().isKnown() || each.cost() != null) {
        Instant at = Instant.ofEpochMilli(call.epochMillis());
        repricing.add(
            new Repricing.Attempt(each.target(), each.model(), at, each.usage(), each.cost()));
      }
    }
  }

  private static Map<String, Object> json(Repricing.Change change) {
    var json = new LinkedHashMap<String, Object>();
    json.put("target", change.target());
    json.put("attempts", change.attempts());
    json.put("changed", change.changed());
    json.put("recorded_nano", change.before().nanos());
    json.put("now_nano", change.after().nanos());
    json.put("unknown_before", change.unknownBefore());
    json.put("unknown_now", change.unknownAfter());
    return json;
  }
}
