package dev.headgate.call;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import java.util.List;

/// Ends calls that go round in circles through gates: each adds its name to the hop header.
record Hops(String gate) {
  private static final int MOST = 5;

  Decision<Request> check(Request request) {
    List<String> passed =
        request.first("x-headgate-hop").map(text -> List.of(text.split(",", -1))).orElse(List.of());
    if (passed.contains(gate) || passed.size() > MOST) {
      return Decision.no(
          new Refusal(
              Code.LOOP_DETECTED,
              "The call came back to a gate that it had passed: one of its providers is a Headgate"
                  + " that sends it here."));
    }
    return Decision.yes(request);
  }
}
