package dev.headgate.call;

import static dev.headgate.call.Refused.orRefuse;

import dev.headgate.base.Cause;
import dev.headgate.base.Clock;
import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Registration;
import dev.headgate.base.Request;
import dev.headgate.call.Choice.Off;
import dev.headgate.call.Choice.Planned;
import dev.headgate.http.Exchange;
import dev.headgate.http.Trouble;
import dev.headgate.protocol.Ask;
import dev.headgate.protocol.Surface;
import dev.headgate.protocol.Wording;
import dev.headgate.provider.Ended;
import dev.headgate.provider.Opened;
import dev.headgate.provider.Opened.Answer;
import dev.headgate.provider.Opened.Unavailable;
import dev.headgate.provider.Order;
import dev.headgate.provider.Timeout;
import dev.headgate.record.Records;
import dev.headgate.route.Plan;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves calls: who asks, for what, of whom; asked, relayed, recorded, ended. Whatever happens,
/// the client gets one ending and the call one record, in the other order.
public final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /// How long a client waits for its stream before it is shown that we are alive.
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private static final Cause BUG = new Cause("bug");

  /// Time, chance, how this process is named in the hop header, and for how long a request that
  /// failed is not sent again.
  public record Means(Clock clock, RandomGenerator random, String gate, Duration negativeCache) {}

  private final Supplier<Snapshot> snapshots;
  private final Clock clock;
  private final RandomGenerator random;
  private final Hops hops;
  private final Records records;
  private final Strangers strangers;
  private final Failures failures;
  private final AtomicInteger inFlight = new AtomicInteger();

  /// `turnedAway` hears why somebody was, whose call gets no record.
  public Gateway(
      Supplier<Snapshot> snapshots, Means means, Records records, Consumer<String> turnedAway) {
    this.snapshots = snapshots;
    clock = means.clock();
    random = means.random();
    hops = new Hops(means.gate());
    this.records = records;
    strangers = new Strangers(clock, turnedAway);
    failures = new Failures(clock, means.negativeCache());
  }

  /// How many calls are under way.
  public int inFlight() {
    return inFlight.get();
  }

  /// Notes that somebody was turned away before a call was begun.
  public void refused(Refusal refusal) {
    strangers.refused(refusal.code().text());
  }

  /// Serves a call to a surface; `reading` makes out what its request asks.
  public void serve(Exchange exchange, Surface surface, Function<Request, Decision<Ask>> reading) {
    Snapshot now = snapshots.get();
    var call = new Call(exchange, surface, clock, now.version());
    var ending = new Ending(call, records, strangers);
    inFlight.incrementAndGet();
    try {
      story(call, reading, now, ending);
    } catch (Refused refused) {
      ending.refused(refused.refusal());
    } catch (Trouble.Stopped stopped) {
      stopped(call, stopped.why(), ending);
    } catch (Trouble broken) {
      ending.broken(call.brokenBy());
    } catch (RuntimeException | Error bug) {
      LOG.error("call {} met a bug", call.id, bug);
      ending.failed(new Refusal(Code.INTERNAL_ERROR, "Headgate failed; its log says why."), BUG);
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private void story(
      Call call, Function<Request, Decision<Ask>> reading, Snapshot now, Ending ending) {
    Request request = call.request();
    orRefuse(hops.check(request));
    var who = call.by(orRefuse(now.access().admit(request)));
    var ask = call.asking(orRefuse(reading.apply(request)));
    var choice = call.choosing(orRefuse(new Choosing(now, random).choose(ask, who)));
    switch (choice) {
      case Planned planned -> carryOut(planned, call, now, ending);
      case Off(var refusal, _) ->
          ending.unavailable(new Unavailable(refusal, Refused.cause(refusal), true));
    }
  }

  private void carryOut(Planned choice, Call call, Snapshot now, Ending ending) {
    try (Registration _ = call.endsWithin(choice.plan().total())) {
      switch (opened(call, choice, now)) {
        case Answer answer -> relay(call, answer, ending);
        case Unavailable unavailable -> ending.unavailable(unavailable);
      }
    }
  }

  private Opened opened(Call call, Planned choice, Snapshot now) {
    Optional<Unavailable> before = failures.of(call);
    if (before.isPresent()) {
      call.repeats();
      return before.get();
    }
    Opened opened = asked(call, choice, now);
    switch (opened) {
      case Answer answer -> now.ranking().answered(choice.plan(), answer.attempt().target());
      case Unavailable unavailable -> failures.note(call, unavailable);
    }
    return opened;
  }

  private Opened asked(Call call, Planned choice, Snapshot now) {
    Plan plan = choice.plan();
    try (Registration _ = keptAlive(call)) {
      call.opens();
      var purse = new Purse(call, plan.outputCap(), call.spends(now.prices()), records);
      var order = new Order(plan, choice.body(), call.trace, purse, call.stop(), call::passesOver);
      return now.providers().open(order);
    } finally {
      call.hasAnswer();
    }
  }

  private static Registration keptAlive(Call call) {
    return call.streams()
        ? call.exchange.keepAliveAfter(SILENCE, Heads.waiting(call), Wording.keepAlive())
        : () -> {};
  }

  private static void relay(Call call, Answer answer, Ending ending) {
    try (answer) {
      var rejection = answer.rejection();
      if (rejection != null && call.exchange.begun()) { // a stream has no place for loose JSON
        answer.reservation().settle(new Ended.Unbilled(rejection.cause(), answer.head().status()));
        ending.unavailable(rejection);
        return;
      }
      call.reading = answer.reading();
      call.answers();
      var head = Heads.relayed(call, answer);
      byte[] tail = call.exchange.relay(head, answer.source(), call.rendering(answer));
      ending.answered(answer, tail);
    } catch (Trouble trouble) {
      Cause why = trouble instanceof Trouble.Stopped stopped ? stopped.why() : call.brokenBy();
      if (!(trouble instanceof Trouble.Stopped) || why.equals(Timeout.IDLE)) {
        answer.broke(why);
      }
      var reading = answer.reading();
      answer.reservation().settle(new Ended.Cut(why, reading.usageSoFar(), reading.terms()));
      throw trouble;
    }
  }

  /// Somebody told the call to leave off: its client by leaving, a deadline, or a shutdown.
  private static void stopped(Call call, Cause why, Ending ending) {
    Code late = Timeout.code(why);
    Code code = late == null ? Code.SHUTTING_DOWN : late;
    if (why.equals(Cause.CLIENT_GONE)) {
      ending.abandoned(why);
    } else if (call.reading != null && call.exchange.begun()) {
      ending.cut(why, code);
    } else if (late != null) {
      var refusal = new Refusal(late, "No answer came in time: " + why.code());
      ending.unavailable(new Unavailable(refusal, why, true));
    } else {
      ending.failed(new Refusal(code, "Headgate is shutting down."), why);
    }
  }
}
