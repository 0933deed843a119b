package dev.headgate.call;

import dev.headgate.base.Cause;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.protocol.Reading;
import dev.headgate.protocol.Wording;
import dev.headgate.provider.Ended;
import dev.headgate.provider.Opened.Answer;
import dev.headgate.provider.Opened.Unavailable;
import dev.headgate.record.Outcome;
import dev.headgate.record.Records;
import org.jspecify.annotations.Nullable;

/// The ways in which a call ends. Each settles and records before the client sees the end, so that
/// nothing finished is ever unknown here; the first ending is the only one.
final class Ending {
  private final Call call;
  private final Records records;
  private final Strangers strangers;
  private boolean recorded;

  Ending(Call call, Records records, Strangers strangers) {
    this.call = call;
    this.records = records;
    this.strangers = strangers;
  }

  /// A provider answered, or told the caller what is wrong with its request.
  void answered(Answer answer, byte[] tail) {
    int status = answer.source().head().status();
    if (answer.isError()) {
      answer.reservation().settle(new Ended.Unbilled(new Cause("provider." + status), status));
      record(Outcome.FAILED, "provider." + status, status, null);
    } else {
      answer
          .reservation()
          .settle(new Ended.Billed(answer.reading().usage(), answer.reading().terms(), null));
      record(Outcome.ANSWERED, null, status, null);
    }
    call.exchange.end(tail);
  }

  /// The gate said no.
  void refused(Refusal refusal) {
    end(Outcome.REFUSED, refusal, Refused.cause(refusal));
  }

  /// Nobody answered, and no canned answer may stand in.
  void failed(Refusal refusal, Cause cause) {
    end(Outcome.FAILED, refusal, cause);
  }

  private void end(Outcome outcome, Refusal refusal, Cause cause) {
    if (call.exchange.begun()) { // whatever was meant to be said, the client has seen a 200
      record(call.reading == null ? outcome : Outcome.CUT, cause.code(), 200, null);
      call.exchange.cut(inStream(refusal));
    } else {
      record(outcome, cause.code(), refusal.code().status(), null);
      call.exchange.answer(
          Heads.error(call, refusal), Wording.error(call.surface, refusal, call.id.text()));
    }
  }

  /// The canned answer stands in for one that did not come, if there is one and it may.
  void unavailable(Unavailable unavailable) {
    String text = call.choice == null ? null : call.choice.fallback();
    if (text == null || !unavailable.mayFallBack() || !call.surface.hasText()) {
      Code code = unavailable.refusal().code();
      boolean ours = code == Code.FEATURE_DISABLED || code == Code.STORE_UNAVAILABLE;
      end(ours ? Outcome.REFUSED : Outcome.FAILED, unavailable.refusal(), unavailable.cause());
      return;
    }
    record(Outcome.DEGRADED, unavailable.cause().code(), 200, "canned");
    byte[] body = call.canned(text);
    if (call.exchange.begun()) {
      call.exchange.end(body);
    } else {
      call.exchange.answer(Heads.canned(call), body);
    }
  }

  /// The answer broke while it was passed on; if none of it has gone out, it is as if none had
  /// come.
  void broken(Cause cause) {
    if (call.exchange.begun()) {
      cut(cause, Code.PROVIDER_FAILED);
    } else {
      var refusal = new Refusal(Code.PROVIDER_FAILED, "The answer broke off: " + cause.code());
      unavailable(new Unavailable(refusal, cause, true));
    }
  }

  /// It broke off after content had gone out: the stream ends with an error and no proper end.
  void cut(Cause cause, Code code) {
    record(Outcome.CUT, cause.code(), 200, null);
    call.exchange.cut(inStream(new Refusal(code, "The answer broke off: " + cause.code())));
  }

  /// The client left; nobody reads another byte.
  void abandoned(Cause cause) {
    record(Outcome.ABANDONED, cause.code(), 499, null);
    call.exchange.cut(new byte[0]);
  }

  private byte[] inStream(Refusal refusal) {
    Reading reading = call.reading;
    return Wording.errorEvent(
        call.surface, refusal, call.id.text(), reading == null ? 0 : reading.nextSequence());
  }

  private void record(
      Outcome outcome, @Nullable String cause, int status, @Nullable String fallback) {
    if (recorded) {
      return;
    }
    recorded = true;
    if (call.principal == null) {
      strangers.refused(String.valueOf(cause));
    } else {
      records.ended(new Entry(call).of(outcome, cause, status, fallback));
    }
  }
}
