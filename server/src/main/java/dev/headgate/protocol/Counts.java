package dev.headgate.protocol;

import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The counts that a provider has sent: of each the last one, never a sum. A count that can be none
/// (negative, beyond 2^53, no number) makes the whole doubtful; it is taken for zero if negative,
/// else for not sent.
final class Counts {
  /// What is counted, by OpenAI and by Anthropic.
  enum Kind {
    INPUT,
    OUTPUT,
    TOTAL,
    REASONING,
    CACHE_READ,
    CACHE_WRITE,
    /// What is written for the shorter and the longer of the two times that each vendor sells.
    WRITE_SHORT,
    WRITE_LONG,
    INPUT_AUDIO,
    INPUT_IMAGE,
    OUTPUT_AUDIO,
    OUTPUT_IMAGE,
    /// What was read of found pages, beside the input and the total.
    CITATION,
    // of tools that the vendor runs
    WEB_SEARCH,
    X_SEARCH,
    WEB_FETCH,
    FILE_SEARCH,
    /// Of file searches, how many stand in the answer.
    FILE_SEARCH_ITEM,
    /// Of a model that makes pictures for the one that was asked.
    PAINTER_INPUT,
    PAINTER_OUTPUT;

    /// Whether it is counted elsewhere than the tokens, and so stays when those are told anew.
    boolean isOfTools() {
      return compareTo(WEB_SEARCH) >= 0;
    }
  }

  /// Beyond it no count is meant, and none is exact in a double.
  private static final long LARGEST = 1L << 53;

  private static final long NOT_SENT = -1;

  private final Map<Kind, Long> last = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> rounds = new EnumMap<>(Kind.class); // sums, of one made in several
  private boolean replaced;
  private boolean odd;
  private boolean fresh; // something came since anybody asked

  /// The counts that follow take the place of all before, if any follow.
  void replace() {
    replaced = true;
  }

  /// Takes the count at which the parser stands.
  void put(Kind kind, JsonParser json) {
    long count = count(json);
    if (count == NOT_SENT) {
      return;
    }
    if (replaced && !kind.isOfTools()) {
      last.keySet().removeIf(each -> !each.isOfTools());
      replaced = false;
    }
    last.put(kind, count);
    fresh = true;
  }

  /// Counts anew, one by one.
  void restart(Kind kind) {
    last.put(kind, 0L);
  }

  void increment(Kind kind) {
    last.merge(kind, 1L, Long::sum);
  }

  /// The rounds of the answer follow, all of them anew.
  void restartRounds() {
    rounds.clear();
  }

  /// Takes a count of one round.
  void addToRounds(Kind kind, JsonParser json) {
    long count = Math.max(0, count(json));
    rounds.merge(kind, count, (sum, more) -> Math.min(sum + more, LARGEST));
  }

  private long count(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return NOT_SENT;
    }
    double count = json.currentToken().isNumeric() ? json.getDoubleValue() : Double.NaN;
    odd |= !(count >= 0 && count <= LARGEST);
    return Double.isNaN(count) || count > LARGEST ? NOT_SENT : Math.max(0, (long) count);
  }

  /// Whether any came since this was last asked.
  boolean news() {
    boolean news = fresh;
    fresh = false;
    return news;
  }

  /// Whether the input is known, and not only what has been said so far.
  boolean haveInput() {
    return has(Kind.INPUT) || has(Kind.TOTAL);
  }

  /// As Anthropic counts: input without what a cache had or got.
  Usage besideCache() {
    if (!isKnown()) {
      return Usage.NONE;
    }
    var split = new Split(Unit.CACHE_WRITE_5M, Unit.CACHE_WRITE_1H);
    split.units.put(Unit.INPUT, get(Kind.INPUT));
    split.output(Math.max(get(Kind.OUTPUT), get(Kind.REASONING)));
    return split.usage();
  }

  /// As OpenAI counts: input with what a cache had or got. Vendors differ in whether reasoning is
  /// part of the output; the total decides.
  Usage withCache() {
    if (!isKnown()) {
      return Usage.NONE;
    }
    long output = get(Kind.OUTPUT);
    long reasoning = get(Kind.REASONING);
    long input = has(Kind.INPUT) ? get(Kind.INPUT) : Math.max(0, get(Kind.TOTAL) - output);
    boolean inside = reasoning <= output && !has(Kind.CITATION); // who counts those adds nothing
    boolean told = has(Kind.TOTAL) && !has(Kind.CITATION);
    long rest = told ? get(Kind.TOTAL) - input : inside ? output : output + reasoning;
    boolean agreed = rest == output + reasoning || (inside && rest == output);
    var split = new Split(Unit.CACHE_WRITE_30M, Unit.CACHE_WRITE_12H);
    split.doubtful |= !agreed;
    split.input(input);
    split.output(agreed ? rest : Math.max(rest, output + reasoning));
    return split.usage();
  }

  private boolean isKnown() {
    return has(Kind.INPUT) || has(Kind.OUTPUT) || has(Kind.TOTAL);
  }

  private boolean has(Kind kind) {
    return last.containsKey(kind);
  }

  private long get(Kind kind) {
    return Math.max(last.getOrDefault(kind, 0L), rounds.getOrDefault(kind, 0L));
  }

  /// The counts on their way into units that do not overlap; where they can't, the larger bill.
  private final class Split {
    final Map<Unit, Long> units = new EnumMap<>(Unit.class);
    boolean doubtful = odd;

    Split(Unit shortWrite, Unit longWrite) {
      doubtful |= has(Kind.CACHE_WRITE) && written() > get(Kind.CACHE_WRITE);
      units.put(Unit.CACHE_READ, get(Kind.CACHE_READ));
      units.put(shortWrite, written() - get(Kind.WRITE_LONG));
      units.put(longWrite, get(Kind.WRITE_LONG));
      units.put(Unit.WEB_SEARCH, get(Kind.WEB_SEARCH) + get(Kind.X_SEARCH));
      units.put(Unit.WEB_FETCH, get(Kind.WEB_FETCH));
      units.put(Unit.FILE_SEARCH, Math.max(get(Kind.FILE_SEARCH), get(Kind.FILE_SEARCH_ITEM)));
    }

    private long written() {
      return Math.max(get(Kind.CACHE_WRITE), get(Kind.WRITE_SHORT) + get(Kind.WRITE_LONG));
    }

    /// What was cached may be of any kind. It is taken for text as far as it can be, then for
    /// pictures, then for sound: so the dearest is what is billed in full.
    void input(long all) {
      long cached = get(Kind.CACHE_READ) + written();
      long image = get(Kind.INPUT_IMAGE);
      long audio = get(Kind.INPUT_AUDIO);
      boolean sound = cached <= all && image + audio <= all;
      long text = (cached <= all ? all - cached : all) - (image + audio);
      long cachedImage = sound ? Math.clamp(-text, 0, image) : 0;
      long cachedAudio = sound ? Math.max(0, -text - image) : 0;
      doubtful |= !sound;
      units.put(Unit.INPUT, Math.max(0, text) + get(Kind.CITATION));
      units.put(Unit.INPUT_IMAGE, image - cachedImage + get(Kind.PAINTER_INPUT));
      units.put(Unit.INPUT_AUDIO, audio - cachedAudio);
    }

    void output(long all) {
      long apart = get(Kind.REASONING) + get(Kind.OUTPUT_AUDIO) + get(Kind.OUTPUT_IMAGE);
      doubtful |= apart > all;
      units.put(Unit.OUTPUT, Math.max(0, all - apart));
      units.put(Unit.REASONING, get(Kind.REASONING));
      units.put(Unit.OUTPUT_AUDIO, get(Kind.OUTPUT_AUDIO));
      units.put(Unit.OUTPUT_IMAGE, get(Kind.OUTPUT_IMAGE) + get(Kind.PAINTER_OUTPUT));
    }

    Usage usage() {
      return Usage.of(units, doubtful ? Source.DISPUTED : Source.PROVIDER);
    }
  }
}
