package dev.headgate.record;

import dev.headgate.base.NanoUsd;
import dev.headgate.base.Trace;
import dev.headgate.record.CallRecord.Asked;
import dev.headgate.record.CallRecord.Ending;
import dev.headgate.record.CallRecord.Served;
import dev.headgate.record.CallRecord.Spend;
import java.util.Locale;
import java.util.UUID;

/// The entries of the journal: the start of an attempt, and the end of a call. Each begins with the
/// version of its form.
sealed interface Entries {
  int VERSION = 1;
  int STARTED = 1;
  int ENDED = 2;

  /// An attempt that is about to be sent.
  record Started(CallStart start) implements Entries {}

  /// A call that has ended.
  record Ended(CallRecord call) implements Entries {}

  /// An entry of a form that only a later headgate knows.
  final class Newer extends IllegalArgumentException {
    Newer(long version) {
      super("journal: an entry of form %d, this headgate knows %d".formatted(version, VERSION));
    }
  }

  static byte[] bytes(CallStart start) {
    var to = new Packer().number(VERSION).number(STARTED);
    to.uuid(UUID.fromString(start.id())).number(start.epochMillis());
    trace(start.trace(), to);
    asked(start.asked(), to);
    served(start.served(), to);
    to.number(start.attempt()).text(start.target());
    return to.number(0).bytes(); // reservations: none
  }

  static byte[] bytes(CallRecord call) {
    var to = new Packer().number(VERSION).number(ENDED);
    to.uuid(UUID.fromString(call.id())).number(call.epochMillis());
    trace(call.trace(), to);
    asked(call.asked(), to);
    served(call.served(), to);
    ending(call.ending(), to);
    Spend spend = call.spend();
    NanoUsd cost = spend.cost();
    to.usage(spend.usage()).numberOrNot(cost == null ? null : Long.valueOf(cost.nanos()));
    to.text(spend.priceVersion()).list(call.attempts(), Entries::attempt);
    return to.number(0).bytes(); // settlements: none
  }

  /// Whether the bytes are of the end of a call, as far as their beginning shows.
  static boolean isEnd(byte[] bytes) {
    return bytes.length > 2 && bytes[1] == ENDED;
  }

  /// Throws `IllegalArgumentException` where the bytes are no entry of a known form.
  static Entries read(byte[] bytes) {
    var from = new Unpacker(bytes);
    long version = from.number();
    if (version > VERSION) {
      throw new Newer(version);
    }
    if (version != VERSION) {
      throw new IllegalArgumentException("no entry: form " + version);
    }
    int kind = from.number(ENDED);
    String id = from.uuid().toString();
    long epochMillis = from.number();
    Trace trace = trace(from);
    Asked asked = asked(from);
    Served served = served(from);
    if (kind == STARTED) {
      int attempt = from.number(Integer.MAX_VALUE);
      return new Started(
          new CallStart(id, epochMillis, trace, asked, served, attempt, from.text()));
    }
    Ending ending = ending(from);
    return new Ended(
        new CallRecord(
            id,
            epochMillis,
            trace,
            asked,
            served,
            ending,
            spend(from),
            from.list(Entries::attempt)));
  }

  private static void trace(Trace trace, Packer to) {
    to.hex(trace.id(), 0).hex(trace.id(), 16).hex(trace.span(), 0);
    to.flag(trace.sampled()).flag(trace.parent() != null);
    if (trace.parent() != null) {
      to.hex(trace.parent(), 0);
    }
  }

  private static Trace trace(Unpacker from) {
    String id = from.hex() + from.hex();
    String span = from.hex();
    boolean sampled = from.flag();
    return new Trace(id, span, from.flag() ? from.hex() : null, sampled, null);
  }

  private static void asked(Asked asked, Packer to) {
    to.text(asked.surface()).text(asked.key()).text(asked.team()).text(asked.model());
    to.text(asked.feature()).flag(asked.stream()).numberOrNot(asked.cap()).texts(asked.tags());
  }

  private static Asked asked(Unpacker from) {
    return new Asked(
        from.text(),
        from.textOrNot(),
        from.textOrNot(),
        from.textOrNot(),
        from.textOrNot(),
        from.flag(),
        from.numberOrNot(),
        from.textsByName());
  }

  private static void served(Served served, Packer to) {
    to.text(served.variant()).numberOrNot(served.bucket()).text(served.reason());
    to.text(served.target()).text(served.fallback()).numberOrNot(served.cap());
    to.texts(served.plan()).texts(served.rejected()).text(served.config());
  }

  private static Served served(Unpacker from) {
    return new Served(
        from.textOrNot(),
        from.numberOrNot(),
        from.textOrNot(),
        from.textOrNot(),
        from.textOrNot(),
        from.numberOrNot(),
        from.texts(),
        from.texts(),
        from.text());
  }

  private static void ending(Ending ending, Packer to) {
    to.text(ending.outcome().text()).text(ending.cause()).number(ending.status());
    to.text(ending.finish()).millis(ending.durationMillis());
    to.millisOrNot(ending.firstTokenMillis()).millisOrNot(ending.overheadMillis());
  }

  private static Ending ending(Unpacker from) {
    return new Ending(
        outcome(from.text()),
        from.textOrNot(),
        from.number(999),
        from.textOrNot(),
        from.millis(),
        from.millisOrNot(),
        from.millisOrNot());
  }

  static Outcome outcome(String text) {
    return Outcome.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Spend spend(Unpacker from) {
    var usage = from.usage();
    Long nanos = from.longOrNot();
    return new Spend(usage, nanos == null ? null : new NanoUsd(nanos), from.textOrNot());
  }

  private static void attempt(Packer to, AttemptRecord attempt) {
    to.number(attempt.number()).text(attempt.target()).hex(attempt.span(), 0);
    to.text(attempt.model()).millis(attempt.startMillis()).millisOrNot(attempt.firstTokenMillis());
    to.millis(attempt.durationMillis()).numberOrNot(attempt.status());
    to.text(attempt.outcome().text()).text(attempt.cause()).usage(attempt.usage());
    to.cost(attempt.cost()).text(attempt.next());
  }

  private static AttemptRecord attempt(Unpacker from) {
    return new AttemptRecord(
        from.number(Integer.MAX_VALUE),
        from.text(),
        from.hex(),
        from.textOrNot(),
        from.millis(),
        from.millisOrNot(),
        from.millis(),
        from.numberOrNot(),
        outcome(from.text()),
        from.textOrNot(),
        from.usage(),
        from.cost(),
        from.textOrNot());
  }

  static byte[] packed(AttemptRecord attempt) {
    var to = new Packer();
    attempt(to, attempt);
    return to.bytes();
  }

  static AttemptRecord attempt(byte[] packed) {
    return attempt(new Unpacker(packed));
  }
}
