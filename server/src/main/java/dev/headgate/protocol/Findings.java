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

  final Counts counts = new Counts();
  final ServedOn terms = new ServedOn();
  final Said said = new Said();
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
  private boolean failed;
  private @Nullable String errorType;
  private @Nullable String errorCode;
  private @Nullable String errorMessage;

  void nextEvent() {
    content = false;
    done = false;
    type = null;
  }

  /// What shows that there is content.
  void proof(JsonParser json) {
    if (isText(json)) {
      content = true;
      begun = true;
    }
  }

  /// What an answer is billed by: words, thoughts, a tool's arguments.
  void content(JsonParser json) {
    proof(json);
    if (isText(json)) {
      said.add(json);
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

  void refusal(JsonParser json) {
    content(json);
    refusal |= isText(json);
  }

  void repeatedRefusal(JsonParser json) {
    proof(json);
    refusal |= isText(json);
  }

  /// What has gone by may have held counts, which then are of all that has been said.
  void counted() {
    if (counts.news()) {
      said.counted();
    }
  }

  /// Whether the provider has counted all there is.
  boolean isCounted() {
    return counts.haveInput() && said.isCounted();
  }

  /// What was used if nobody counts it; of input, what a request of so many bytes comes to.
  Usage estimate(long requestBytes) {
    long output = Math.max(said.tokens(), begun ? 1 : 0);
    return Usage.ofText(Said.tokens(requestBytes), 0, 0, output, 0, Source.ESTIMATED);
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

  boolean isBegun() {
    return begun;
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
