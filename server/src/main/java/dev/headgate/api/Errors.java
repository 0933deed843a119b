package dev.headgate.api;

import dev.headgate.base.CallId;
import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.Refusal;
import dev.headgate.call.Retry;
import dev.headgate.http.Answer;
import dev.headgate.protocol.Surface;
import dev.headgate.protocol.Wording;
import java.util.ArrayList;

/// Refusals as whole answers, where no call was begun.
final class Errors {
  private Errors() {}

  static Answer answer(Surface shape, Refusal refusal, CallId id) {
    var fields = new ArrayList<Field>();
    fields.add(new Field("content-type", "application/json"));
    fields.add(new Field("x-headgate-call-id", id.text()));
    shape.requestId(id.text()).ifPresent(fields::add);
    fields.addAll(Retry.fields(refusal));
    return new Answer(
        new Head(refusal.code().status(), fields), Wording.error(shape, refusal, id.text()));
  }
}
