package dev.headgate.simulate;

import dev.headgate.base.Field;
import dev.headgate.base.Request;
import dev.headgate.http.Exchange;
import dev.headgate.http.Trouble;
import dev.headgate.protocol.Family;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request to a wire, from its key to its answer or whatever its fault makes of that. `number`
/// counts the simulator's requests from 1.
final class Call {
  private static final Tokens NOTHING = Tokens.input(0);

  private final Simulator simulator;
  private final Exchange exchange;
  private final Wire wire;
  private final long number;
  private final String id;
  private Model model = Model.UNKNOWN;
  private Meter.@Nullable Tab tab;

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
      refuse(no, no.status(), null, List.of());
    } catch (Trouble.Stopped | Pace.Gone gone) {
      if (tab != null) {
        tab.aborted();
      }
    }
  }

  private void answer(Ask ask, Fault fault) {
    Family family = wire.family();
    switch (fault) {
      case Fault.Status(int code, var fields, String body) ->
          refuse(Rejected.status(code), code, body, fields);
      case Fault.ErrorIn200(String body) -> refuse(Rejected.status(500), 200, body, List.of());
      case Fault.ContextTooLong _ -> throw Rejected.contextTooLong(ask.prompt().tokens());
      case Fault.OutOfCredit(String code) -> throw Rejected.outOfCredit(family, code);
      case Fault.Reset _ -> {
        begin("none", NOTHING);
        exchange.reset();
      }
      case Fault.Silent _ -> {
        begin("none", NOTHING);
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
    Tokens input = wire.isBilled() ? simulator.cache().input(ask) : NOTHING;
    var scripts = wire.scripts(ask, model, options.seed());
    var pace = new Pace(options, model, number, exchange.stop());
    var answer = Answer.of(id, ask, scripts, input);
    Meter.Tab begun = begin("2xx", input);
    new Performance(exchange, wire, answer, fault, pace, begun, "req_" + id).play();
  }

  private Meter.Tab begin(String status, Tokens input) {
    Meter.Tab begun = simulator.meter().tab(model, status);
    tab = begun;
    begun.begin(input);
    return begun;
  }

  private void refuse(Rejected no, int status, @Nullable String body, List<Field> fields) {
    begin(Meter.status(status), NOTHING);
    String requestId = "req_" + id;
    var head = Heads.of(wire.family(), status, Heads.JSON, requestId, fields);
    byte[] told =
        body == null ? Json.bytes(no.body(wire.family(), requestId)) : Performance.bytes(body);
    exchange.answer(head, told);
  }
}
