package dev.headgate.protocol;

import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What an answer has told of itself so far.
final class Findings {
  /// Longer texts of an error say nothing more.
  private static final int LONGEST = 4_096;

  /// For estimates: prose has four to five bytes of UTF-8 to a token, code and JSON three, so that
  /// an estimate is seldom too low.
  private static final int BYTES_PER_TOKEN = 3;

  final Counts counts = new Counts();
  @Nullable Finish finish;

  /// Whether it has what makes up a whole answer of its surface, be it empty.
  boolean shaped;

  boolean text;
  boolean refusal;
  boolean toolCall;

  /// The number that the next event bears, where events are numbered.
  long sequence;

  // of the event at hand
  boolean content;
  boolean done;
  @Nullable String type;

  private boolean begun; // there was content
  private long said; // bytes of text, reasoning and arguments so far
  private long counted; // of them when the provider last said what it counts
  private int unseen; // bytes of the string at hand that the parser did not get to see
  private long from; // where a value that is measured begins
  private int latest; // bytes of the last content
  private @Nullable String model;
  private @Nullable String tier;
  private @Nullable String speed;
  private @Nullable String region;
  private boolean mixed;
  private boolean failed;
  private @Nullable String errorType;
  private @Nullable String errorCode;
  private @Nullable String errorMessage;

  void nextEvent() {
    content = false;
    done = false;
    type = null;
  }

  /// What an answer is billed by: words, thoughts, a tool's arguments.
  void content(JsonParser json) {
    if (isText(json)) {
      proof(json);
      latest = Utf8.length(json) + unseen;
      said += latest;
    }
  }

  void text(JsonParser json) {
    content(json);
    text |= isText(json);
  }

  /// Text or media whose length says nothing of what it costs, or has been counted before.
  void unmeasured(JsonParser json) {
    proof(json);
    text |= isText(json);
  }

  /// What shows that there is content.
  void proof(JsonParser json) {
    if (isText(json)) {
      content = true;
      begun = true;
    }
  }

  /// The content just read was none by which an answer is billed.
  void wasMedia() {
    said -= latest;
    latest = 0;
  }

  /// A value begins that is content as a whole, whatever its form.
  void begins(JsonParser json) {
    from = json.currentTokenLocation().getByteOffset();
  }

  void ends(JsonParser json) {
    said += json.currentTokenLocation().getByteOffset() + 1 - from;
  }

  void refusal(JsonParser json) {
    content(json);
    refusal |= isText(json);
  }

  void repeatedRefusal(JsonParser json) {
    proof(json);
    refusal |= isText(json);
  }

  /// The string that comes next is so many bytes longer than it looks.
  void unseen(int bytes) {
    unseen = bytes;
  }

  /// The provider's counts, if any came just now, are of all that has been said.
  void counted() {
    counted = counts.news() ? said : counted;
  }

  /// Whether the provider has counted all that has been said.
  boolean isCounted() {
    return counts.haveInput() && counted == said;
  }

  /// What was used if nobody counts it; of input, what a request of so many bytes comes to.
  Usage estimate(long requestBytes) {
    long output = Math.max(tokens(said), begun ? 1 : 0);
    return Usage.ofText(tokens(requestBytes), 0, 0, output, 0, Source.ESTIMATED);
  }

  private static long tokens(long bytes) {
    return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
  }

  boolean isBegun() {
    return begun;
  }

  void model(JsonParser json) {
    model = term(json, model);
  }

  void tier(JsonParser json) {
    tier = term(json, tier);
  }

  void speed(JsonParser json) {
    speed = term(json, speed);
  }

  void region(JsonParser json) {
    region = term(json, region);
  }

  /// The model of a part of the answer.
  void partsModel(JsonParser json) {
    mixed |= model != null && !model.equals(term(json, model));
  }

  /// Whether more than one model has a part in it, so that no price is right for all.
  boolean isMixed() {
    return mixed;
  }

  Terms terms() {
    return new Terms(model, tier, speed, region);
  }

  /// The latest string, cut to what a term may have; most chunks say the same again, which costs
  /// nothing.
  private static @Nullable String term(JsonParser json, @Nullable String known) {
    if (!isText(json) || (known != null && isSame(json, known))) {
      return known;
    }
    String all = json.getString();
    int end = Math.min(all.length(), Terms.LONGEST);
    boolean half = end < all.length() && Character.isHighSurrogate(all.charAt(end - 1));
    return all.substring(0, half ? end - 1 : end);
  }

  private static boolean isSame(JsonParser json, String known) {
    if (json.getStringLength() != known.length()) {
      return false;
    }
    char[] chars = json.getStringCharacters();
    int from = json.getStringOffset();
    int at = 0;
    while (at < known.length() && chars[from + at] == known.charAt(at)) {
      at++;
    }
    return at == known.length();
  }

  void toolCall(JsonParser json) {
    content(json);
    toolCall |= isText(json);
  }

  void type(JsonParser json) {
    type = string(json);
  }

  boolean isType(String name) {
    return name.equals(type);
  }

  /// The error itself, or its message alone as some servers send it; `null` is none.
  void error(JsonParser json) {
    failed |= json.currentToken() == JsonToken.START_OBJECT || isText(json);
    if (isText(json)) {
      errorMessage(json);
    }
  }

  void errorType(JsonParser json) {
    errorType = or(string(json), errorType);
  }

  /// A string, or a number as some servers send it.
  void errorCode(JsonParser json) {
    errorCode = or(json.currentToken().isNumeric() ? json.getString() : string(json), errorCode);
  }

  void errorMessage(JsonParser json) {
    errorMessage = or(string(json), errorMessage);
  }

  void fail() {
    failed = true;
  }

  boolean hasFailed() {
    return failed;
  }

  Optional<VendorError> error() {
    return failed
        ? Optional.of(new VendorError(errorType, errorCode, errorMessage))
        : Optional.empty();
  }

  /// Whether something came, or a reason why nothing did.
  boolean isAnswer() {
    return begun || finish != null;
  }

  boolean isEmpty() {
    return !text && !refusal && !toolCall;
  }

  /// Some servers say `stop` where a tool is called, and all do where a refusal is the content.
  Optional<Finish> finish() {
    if (finish == Finish.STOP && toolCall) {
      return Optional.of(Finish.TOOL_CALLS);
    }
    if (finish == Finish.STOP && refusal && !text) {
      return Optional.of(Finish.CONTENT_FILTER);
    }
    return Optional.ofNullable(finish);
  }

  static boolean isText(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_STRING && json.getStringLength() > 0;
  }

  static @Nullable String string(JsonParser json) {
    if (!isText(json)) {
      return null;
    }
    String all = json.getString();
    return all.length() > LONGEST ? all.substring(0, LONGEST) : all;
  }

  private static @Nullable String or(@Nullable String found, @Nullable String known) {
    return found == null ? known : found;
  }
}
