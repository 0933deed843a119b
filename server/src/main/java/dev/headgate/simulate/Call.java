package dev.headgate.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Field;
import dev.headgate.base.Request;
import dev.headgate.http.Exchange;
import dev.headgate.http.Trouble;
import dev.headgate.protocol.Finish;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request to a wire, from its key to its answer or whatever its fault makes of that. `number`
/// counts the simulator's requests from 1.
final class Call {
  private static final Tokens NOTHING = Tokens.input(0);
  private static final int FILTERED_AFTER = 5; // tokens

  private final Simulator simulator;
  private final Exchange exchange;
  private final Wire wire;
  private final long number;
  private final String id;
  private Model model = Model.UNKNOWN;
  private Meter.@Nullable Bill bill;

  Call(Simulator simulator, Exchange exchange, Wire wire, long number) {
    this.simulator = simulator;
    this.exchange = exchange;
    this.wire = wire;
    this.number = number;
    id = simulator.id(number);
  }

  void serve() {
    try {
      Request request = exchange.request();
      Simulator.authenticate(request);
      if (!request.method().equals("POST")) {
        throw Rejected.status(405);
      }
      Ask ask = wire.read(request, Json.parse(request.body()));
      model = Model.named(ask.model());
      answer(ask, simulator.fault(model));
    } catch (Rejected no) {
      refuse(no, no.status(), List.of(), null);
    } catch (Trouble.Stopped | Pace.Gone gone) {
      if (bill != null) {
        bill.aborted();
      }
    }
  }

  private void answer(Ask ask, Fault fault) {
    switch (fault) {
      case Fault.Status(int code, var fields, var body) ->
          refuse(Rejected.status(code), code, fields, body);
      case Fault.ErrorIn200(var body) -> refuse(Rejected.status(500), 200, List.of(), body);
      case Fault.ContextTooLong _ -> throw Rejected.contextTooLong(ask.prompt().tokens());
      case Fault.OutOfCredit(var code) -> throw Rejected.outOfCredit(wire.family(), code);
      case Fault.Reset _ -> {
        begin("none", NOTHING, false);
        exchange.cut(new byte[0]);
      }
      case Fault.Silent _ -> {
        begin("none", NOTHING, false);
        throw Pace.never(exchange.stop());
      }
      case Fault.None _,
          Fault.SlowFirstToken _,
          Fault.CutAfter _,
          Fault.StallAfter _,
          Fault.Malformed _,
          Fault.NoTerminator _,
          Fault.ErrorEvent _,
          Fault.ContentFilter _,
          Fault.MissingUsage _,
          Fault.EmptyAnswer _,
          Fault.WrongShape _,
          Fault.Compressed _ ->
          perform(ask, fault);
    }
  }

  private void perform(Ask ask, Fault fault) {
    Options options = simulator.options();
    var pace = new Pace(options, model, number, exchange.stop());
    Tokens input =
        wire.isBilled()
            ? simulator.cache().input(wire.family(), ask).searching(wire.searches(ask))
            : NOTHING;
    List<Script> scripts =
        wire.scripts(ask, model, options.seed()).stream()
            .map(script -> altered(script, fault))
            .toList();
    Answer answer = Answer.of(id, ask, scripts, input);
    Answer told = fault instanceof Fault.MissingUsage ? new Answer(id, ask, scripts, null) : answer;
    new Performance(exchange, wire, told, fault, pace, begin("2xx", input, ask.fast())).play();
  }

  private static Script altered(Script script, Fault fault) {
    return switch (fault) {
      case Fault.ContentFilter _ -> script.first(FILTERED_AFTER, Finish.CONTENT_FILTER);
      case Fault.EmptyAnswer _ -> script.first(0, Finish.STOP);
      case Fault _ -> script;
    };
  }

  private Meter.Bill begin(String status, Tokens input, boolean fast) {
    Meter.Bill begun = simulator.meter().tab(model, status).begin(input, fast);
    bill = begun;
    return begun;
  }

  private void refuse(Rejected no, int status, List<Field> fields, @Nullable String body) {
    begin(status / 100 + "xx", NOTHING, false);
    String requestId = "req_" + id;
    String told = body == null ? no.body(wire.family(), requestId) : body;
    exchange.answer(
        Heads.of(wire.family(), status, Heads.JSON, requestId, fields), told.getBytes(UTF_8));
  }
}
