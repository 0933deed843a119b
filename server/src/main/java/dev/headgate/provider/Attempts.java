package dev.headgate.provider;

import dev.headgate.base.Cause;
import dev.headgate.base.Decision;
import dev.headgate.base.Head;
import dev.headgate.base.Refusal;
import dev.headgate.base.Stop;
import dev.headgate.base.Trace;
import dev.headgate.http.Source;
import dev.headgate.http.Trouble;
import dev.headgate.protocol.CallBody;
import dev.headgate.protocol.Neutral;
import dev.headgate.protocol.Reading;
import dev.headgate.protocol.Readings;
import dev.headgate.protocol.Surface;
import dev.headgate.provider.Opened.Answer;
import dev.headgate.provider.Opened.Unavailable;
import dev.headgate.provider.Providers.Means;
import dev.headgate.provider.Standings.Chance;
import dev.headgate.provider.Tried.Denied;
import dev.headgate.provider.Tried.Got;
import dev.headgate.provider.Tried.Missed;
import dev.headgate.provider.Tried.NotFunded;
import dev.headgate.route.Target;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The attempts of one call: each is given leave, funded, made into bytes, sent once, and judged.
final class Attempts {
  private static final Fault EMPTY = Fault.passing("provider.empty");

  private final Means means;
  private final Warnings warnings;
  private final CallBody body;
  private final Trace trace;
  private final Funds funds;
  private final Stop stop;
  private int made;
  private boolean repeated;

  Attempts(Means means, Warnings warnings, Order order) {
    this.means = means;
    this.warnings = warnings;
    body = order.body();
    trace = order.trace();
    funds = order.funds();
    stop = order.stop();
  }

  /// Asks a target, if it is to be asked; once in a call again at once, if the connection turns out
  /// to have been closed long ago.
  Tried ask(Aim aim) {
    leaveOffIfStopped();
    return switch (means.standings().ask(aim.target(), aim.standing(), stop)) {
      case Chance.Denied(String why) -> new Denied(why);
      case Chance.Given(Turn turn) -> {
        Tried tried = attempt(aim, turn);
        boolean stale = tried instanceof Missed missed && missed.fault().equals(Fault.STALE);
        if (stale && !repeated) {
          repeated = true;
          tried = attempt(aim, turn);
        }
        if (!(tried instanceof Got)) {
          turn.close();
        }
        yield tried;
      }
    };
  }

  /// Throws `Trouble.Stopped` where nobody waits for an answer any more.
  private void leaveOffIfStopped() {
    stop.cause()
        .ifPresent(why -> {
          throw new Trouble.Stopped(why);
        });
  }

  private Tried attempt(Aim aim, Turn turn) {
    leaveOffIfStopped();
    Target target = aim.target();
    var attempt = new Attempt(++made, target);
    return switch (funds.reserve(attempt, body)) {
      case Decision.Yes<Reservation>(var reservation) -> {
        byte[] json = body.bytesFor(target.dialect(), target.model(), reservation.outputCap());
        yield new Sending(attempt, aim, turn, reservation, json).send();
      }
      case Decision.No<Reservation>(Refusal refusal) ->
          new NotFunded(new Unavailable(refusal, new Cause(refusal.code().text()), false));
    };
  }

  /// One attempt from its funding to its judgement.
  private final class Sending {
    private final Attempt attempt;
    private final Aim aim;
    private final Turn turn;
    private final Reservation reservation;
    private final byte[] json;
    private final Endpoint endpoint;
    private final Surface operation;
    private final Reading reading;
    private final Echo echo;
    private final Stop part = Stop.within(stop);
    private final Watch watch;

    Sending(Attempt attempt, Aim aim, Turn turn, Reservation reservation, byte[] json) {
      this.attempt = attempt;
      this.aim = aim;
      this.turn = turn;
      this.reservation = reservation;
      this.json = json;
      endpoint = aim.endpoint();
      operation = body.ask().surface().at(endpoint.family()).orElseThrow();
      reading = Readings.of(operation, body.ask().stream(), json.length);
      echo = new Echo(reading, endpoint.credentials());
      Duration idle = aim.leg().timeouts().idle();
      watch = new Watch(echo, means.clock(), aim.patience(), idle, body.ask().stream(), part);
    }

    Tried send() {
      boolean kept = false;
      try {
        Tried tried = judged(open());
        kept = tried instanceof Got;
        return tried;
      } catch (Trouble trouble) {
        return missed(trouble);
      } finally {
        if (!kept) {
          watch.close();
          reservation.close();
        }
      }
    }

    private Source open() {
      String hops = means.hopsAfter(body.ask().hops());
      var context = trace.fields(attempt.span());
      var request = endpoint.request(operation, body.ask(), json, hops, context, turn.key());
      Duration connect = aim.leg().timeouts().connect();
      return means.upstreams().open(endpoint.origin(), request, connect, watch, part);
    }

    private Tried judged(Source source) {
      int status = source.head().status();
      if (status >= 400) {
        Instant now = Instant.ofEpochMilli(means.clock().epochMillis());
        Fault fault = Fault.of(source.head(), reading.error(), now);
        boolean callers = fault.isOfTheRequest() && !body.isPrompted();
        return callers && aim.passesOn().test(fault) && watch.isOver() && !echo.isHeard()
            ? got(source, unavailable(fault))
            : dropped(source, fault, new Ended.Unbilled(fault.cause(), status));
      }
      boolean empty = body.ask().surface() == Surface.FEATURES && isEmpty();
      return empty
          ? dropped(
              source, EMPTY, new Ended.Billed(reading.usage(), reading.terms(), EMPTY.cause()))
          : got(source, null);
    }

    /// Whether the model said nothing at all and calls that its answer. Of a long whole answer the
    /// end, and with it the text, may still be on its way.
    private boolean isEmpty() {
      boolean over = watch.isOver() || (body.ask().stream() && reading.finish().isPresent());
      return over && Neutral.isBlank(reading);
    }

    private Tried got(Source source, @Nullable Unavailable rejection) {
      turn.answered();
      watch.handOver(source::paused, stop);
      Head head = endpoint.shown(source.head());
      return new Got(
          new Answer(
              attempt, operation, reservation, reading, head, source, watch, turn, rejection));
    }

    private Tried dropped(Source source, Fault fault, Ended how) {
      source.close();
      return missed(fault, how);
    }

    private Tried missed(Trouble trouble) {
      return switch (trouble) {
        case Trouble.Unsent unsent -> {
          Fault fault = unsent.isLate() ? Fault.passing(Timeout.CONNECT) : Fault.UNREACHABLE;
          warnings.unreachable(attempt.target(), fault, unsent.getMessage());
          yield missed(fault, new Ended.Unsent(fault.cause()));
        }
        case Trouble.Stale _ -> missed(Fault.STALE, new Ended.Unsent(Fault.STALE.cause()));
        case Trouble.Broken _ -> {
          Fault fault = reading.error().map(Fault::inside).orElse(Fault.BROKEN);
          yield missed(fault, ended(fault.cause()));
        }
        case Trouble.Stopped stopped -> {
          if (stop.cause().isPresent()) {
            reservation.settle(ended(stopped.why()));
            throw stopped;
          }
          yield missed(Fault.passing(stopped.why()), ended(stopped.why()));
        }
      };
    }

    private Ended ended(Cause cause) {
      return new Ended.Cut(cause, reading.usageSoFar(), reading.terms());
    }

    private Unavailable unavailable(Fault fault) {
      return fault.unavailable(attempt, endpoint.path(operation));
    }

    private Tried missed(Fault fault, Ended how) {
      reservation.settle(how);
      Unavailable unavailable = unavailable(fault);
      warnings.about(attempt.target(), fault, unavailable);
      return new Missed(fault, unavailable, turn.failed(fault));
    }
  }
}
