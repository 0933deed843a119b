package dev.headgate.record;

import static java.util.stream.Collectors.toMap;

import dev.headgate.base.NanoUsd;
import dev.headgate.base.Trace;
import dev.headgate.protocol.Terms;
import dev.headgate.record.CallRecord.Asked;
import dev.headgate.record.CallRecord.Ending;
import dev.headgate.record.CallRecord.Served;
import dev.headgate.record.CallRecord.Spend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The entries of the journal: the start of an attempt, and the end of a call. Each begins with the
/// version of its form.
final class Entries {
  private static final int VERSION = 1;
  private static final int STARTED = 1;
  private static final int ENDED = 2;

  /// In front of an attempt's number, which is never nought: it is of the form that has all terms,
  /// where the first form had the model alone.
  private static final int WITH_TERMS = 0;

  private static final byte[] NONE = {0, 0}; // attempts, settlements

  private static final Map<String, Outcome> OUTCOMES =
      Arrays.stream(Outcome.values()).collect(toMap(Outcome::text, it -> it));

  private Entries() {}

  /// An entry of a form that only a later headgate knows.
  static final class Newer extends IllegalArgumentException {
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

  /// Of which call the bytes are. Like all that reads them it throws `IllegalArgumentException`
  /// where they are of no known form.
  static UUID id(byte[] bytes) {
    var from = new Unpacker(bytes);
    kind(from);
    return from.uuid();
  }

  private static int kind(Unpacker from) {
    long version = from.number();
    if (version > VERSION) {
      throw new Newer(version);
    }
    if (version != VERSION) {
      throw new IllegalArgumentException("no entry: form " + version);
    }
    return from.number(ENDED);
  }

  private static Unpacker of(int kind, byte[] bytes) {
    var from = new Unpacker(bytes);
    int found = kind(from);
    if (found != kind) {
      throw new IllegalArgumentException("no entry: kind " + found);
    }
    return from;
  }

  static CallStart start(byte[] bytes) {
    var from = of(STARTED, bytes);
    return new CallStart(
        from.uuid().toString(),
        from.number(),
        trace(from),
        asked(from),
        served(from),
        from.number(Integer.MAX_VALUE),
        from.text());
  }

  static CallRecord end(byte[] bytes) {
    var from = of(ENDED, bytes);
    return withoutAttempts(from).withAttempts(from.list(Entries::attempt));
  }

  private static CallRecord withoutAttempts(Unpacker from) {
    return new CallRecord(
        from.uuid().toString(),
        from.number(),
        trace(from),
        asked(from),
        served(from),
        ending(from),
        spend(from),
        List.of());
  }

  /// The end of a call with the bytes of which it was read. Where there is more to tell than that
  /// the only attempt succeeded, `attempts` are those of each, and `rest` as of a call without any.
  record End(CallRecord call, byte[] rest, List<byte[]> attempts) {}

  static End parts(byte[] bytes) {
    var from = of(ENDED, bytes);
    CallRecord call = withoutAttempts(from);
    int behind = from.at();
    var attempts = new ArrayList<AttemptRecord>();
    List<int[]> places = from.list(each -> place(each, attempts));
    call = call.withAttempts(attempts);
    boolean plain = attempts.size() == 1 && attempts.getFirst().outcome() == Outcome.ANSWERED;
    if (plain) {
      return new End(call, bytes, List.of());
    }
    byte[] rest = Arrays.copyOf(bytes, behind + NONE.length);
    System.arraycopy(NONE, 0, rest, behind, NONE.length);
    return new End(
        call,
        rest,
        places.stream().map(each -> Arrays.copyOfRange(bytes, each[0], each[1])).toList());
  }

  private static int[] place(Unpacker from, List<AttemptRecord> attempts) {
    int start = from.at();
    attempts.add(attempt(from));
    return new int[] {start, from.at()};
  }

  private static void trace(Trace trace, Packer to) {
    to.hex(trace.id(), 0).hex(trace.id(), 16).hex(trace.span(), 0);
    to.flag(trace.sampled()).flag(trace.parent() != null);
    if (trace.parent() != null) {
      to.hex(trace.parent(), 0);
    }
  }

  private static Trace trace(Unpacker from) {
    String id = from.hex(32);
    String span = from.hex(16);
    boolean sampled = from.flag();
    return new Trace(id, span, from.flag() ? from.hex(16) : null, sampled, null);
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

  private static Outcome outcome(String text) {
    Outcome outcome = OUTCOMES.get(text);
    if (outcome == null) {
      throw new IllegalArgumentException("packed bytes: an unknown outcome");
    }
    return outcome;
  }

  private static Spend spend(Unpacker from) {
    var usage = from.usage();
    Long nanos = from.longOrNot();
    return new Spend(usage, nanos == null ? null : new NanoUsd(nanos), from.textOrNot());
  }

  private static void attempt(Packer to, AttemptRecord attempt) {
    Terms terms = attempt.terms();
    to.number(WITH_TERMS).number(attempt.number()).text(attempt.target()).hex(attempt.span(), 0);
    to.text(terms.model()).text(terms.tier()).text(terms.speed()).text(terms.region());
    to.millis(attempt.startMillis()).millisOrNot(attempt.firstTokenMillis());
    to.millis(attempt.durationMillis()).numberOrNot(attempt.status());
    to.text(attempt.outcome().text()).text(attempt.cause()).usage(attempt.usage());
    to.cost(attempt.cost()).text(attempt.next());
  }

  private static AttemptRecord attempt(Unpacker from) {
    int first = from.number(Integer.MAX_VALUE);
    boolean withTerms = first == WITH_TERMS;
    return new AttemptRecord(
        withTerms ? from.number(Integer.MAX_VALUE) : first,
        from.text(),
        from.hex(16),
        withTerms ? terms(from) : new Terms(from.textOrNot(), null, null, null),
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

  private static Terms terms(Unpacker from) {
    return new Terms(from.textOrNot(), from.textOrNot(), from.textOrNot(), from.textOrNot());
  }

  static AttemptRecord attempt(byte[] packed) {
    return attempt(new Unpacker(packed));
  }
}
