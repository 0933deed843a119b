package dev.headgate.record;

import dev.headgate.base.Clock;
import dev.headgate.base.Decision;
import dev.headgate.base.Printable;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import dev.headgate.http.Answer;
import dev.headgate.http.Query;
import dev.headgate.http.Route;
import dev.headgate.http.Route.Asked;
import dev.headgate.record.UsageQuery.Step;
import dev.headgate.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What operators see of calls, under `/admin/v1/calls` and `/admin/v1/usage`.
public record CallRoutes(CallStore store, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(CallRoutes.class);
  private static final String CALLS = "/admin/v1/calls";
  private static final String JSON = "application/json";
  private static final String CSV = "text/csv; charset=utf-8";
  private static final int USUAL = 50;
  private static final int MOST = 1_000;
  private static final Duration SOON = Duration.ofSeconds(5);

  public List<Route> routes() {
    return List.of(
        route(CALLS, "calls, the newest first, by pages", this::calls),
        route(CALLS + "/{call}", "one call with all that is known of it", this::call),
        route("/admin/v1/usage", "sums over calls: how many, how slow, how dear", this::usage));
  }

  private static Route route(
      String pattern, String does, Function<Asked, Decision<Answer>> handler) {
    return new Route("GET", pattern, does, asked -> guarded(asked, handler));
  }

  /// What a handler answers; where the store gives nothing, the refusal that says so.
  public static Decision<Answer> guarded(Asked asked, Function<Asked, Decision<Answer>> handler) {
    try {
      return handler.apply(asked);
    } catch (StoreException down) {
      LOG.warn("{} could not be answered: {}", asked.request(), down.getMessage());
      return Decision.no(
          new Refusal(
              Code.STORE_UNAVAILABLE,
              "The store gives nothing at the moment; the log says why.",
              null,
              SOON));
    }
  }

  private Decision<Answer> calls(Asked asked) {
    var query = Query.of(asked.request());
    int limit = query.integer("limit", USUAL, 1, MOST);
    boolean csv = wantsCsv(query, asked.request());
    return query.sound(CallFilter.read(query, now())).then(filter -> page(filter, limit, csv));
  }

  private Decision<Answer> page(CallFilter filter, int limit, boolean csv) {
    store.flush();
    List<CallRecord> calls = store.calls(filter, limit);
    return Decision.yes(
        csv
            ? Answer.ok(CSV, CallCsv.calls(calls))
            : Answer.ok(JSON, WholeCall.page(calls, calls.size() == limit)));
  }

  private Decision<Answer> call(Asked asked) {
    String id = asked.named("call");
    return Query.of(asked.request()).sound(id).then(this::one);
  }

  private Decision<Answer> one(String id) {
    store.flush();
    Optional<CallRecord> call = store.call(id);
    return call.map(found -> Decision.yes(Answer.ok(JSON, WholeCall.json(found))))
        .orElseGet(() ->
            Decision.no(
                new Refusal(
                    Code.UNKNOWN_CALL,
                    "There is no call "
                        + Printable.of(id)
                        + ", or more than one (expected: an id, or 8 or more of its first digits,"
                        + " of a call that is still kept).")));
  }

  private Decision<Answer> usage(Asked asked) {
    var query = Query.of(asked.request());
    boolean csv = wantsCsv(query, asked.request());
    UsageQuery question = Questions.usage(query, now());
    Step step = Questions.step(query, question);
    return query.sound(question).then(_ -> sums(question, step, csv));
  }

  private Decision<Answer> sums(UsageQuery question, @Nullable Step step, boolean csv) {
    store.flush();
    var all = new UsageQuery(question.since(), question.until(), List.of(), question.only());
    List<UsageRow> total = store.usage(all);
    List<UsageRow> groups = question.by().isEmpty() ? List.of() : store.usage(question);
    List<UsageStep> steps = step == null ? List.of() : store.usage(question, step);
    return Decision.yes(
        csv
            ? Answer.ok(CSV, CallCsv.usage(question, groups.isEmpty() ? total : groups))
            : Answer.ok(JSON, UsageJson.of(question, total, groups, steps)));
  }

  /// By a parameter, as for a link, or as HTTP has it.
  private static boolean wantsCsv(Query query, Request request) {
    return query
        .value(
            "format",
            "json or csv",
            text -> Optional.of(text).filter(List.of("json", "csv")::contains))
        .map("csv"::equals)
        .orElseGet(() -> request.first("accept").filter(it -> it.contains("text/csv")).isPresent());
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.epochMillis());
  }
}
