package dev.headgate;

import dev.headgate.base.Clock;
import dev.headgate.base.Decision;
import dev.headgate.http.Answer;
import dev.headgate.http.Query;
import dev.headgate.http.Route;
import dev.headgate.http.Route.Asked;
import dev.headgate.price.Change;
import dev.headgate.price.Prices;
import dev.headgate.price.Repricing;
import dev.headgate.price.Repricing.Attempt;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallFilter;
import dev.headgate.record.CallRecord;
import dev.headgate.record.CallRoutes;
import dev.headgate.record.CallStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// What stored calls would cost by the prices in force, under `/admin/v1/prices/reprice`. Nothing
/// is changed: a record keeps the price of its day. An answer is of at most 20,000 calls, so that
/// none takes long; who asks sums them up.
record Reprice(CallStore calls, Supplier<Prices> prices, Clock clock) {
  private static final int MOST = 20_000;

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
    var repricing = new Repricing();
    Optional<CallRecord> last = calls.each(filter, MOST, call -> add(call, now, repricing));
    var json = new LinkedHashMap<String, Object>();
    if (filter.since() != null) {
      json.put("since", filter.since().toString());
    }
    json.put("price_version", now.version());
    json.put("targets", repricing.changes().stream().map(Change::json).toList());
    last.ifPresent(call -> json.put("next", call.id()));
    byte[] bytes = JsonMapper.shared().writeValueAsBytes(json);
    return Decision.yes(Answer.ok("application/json", bytes));
  }

  private static void add(CallRecord call, Prices now, Repricing repricing) {
    Instant at = Instant.ofEpochMilli(call.epochMillis());
    String version = call.spend().priceVersion();
    for (AttemptRecord each : call.attempts()) {
      repricing.add(
          new Attempt(each.target(), each.terms(), at, each.usage(), each.cost(), version), now);
    }
  }
}
