package dev.headgate.http;

import dev.headgate.base.Decision;
import dev.headgate.base.Mark;
import dev.headgate.base.Printable;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an operator asks to be done: a JSON object of known members, with the `reason`; and by
/// whom, from the header `x-headgate-author`.
public record SignedBody(JsonNode json, String author, String reason) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final String AUTHOR = "x-headgate-author";
  private static final String NOBODY = "unnamed";

  /// Reads a body that may have these members.
  public static Decision<SignedBody> read(Request request, List<String> members) {
    return json(request).then(json -> known(json, members)).then(json -> signed(json, request));
  }

  private static Decision<JsonNode> json(Request request) {
    try {
      JsonNode json = JSON.readTree(request.body());
      return json.isObject()
          ? Decision.yes(json)
          : Decision.no(new Refusal(Code.INVALID_JSON, "The body is no JSON object."));
    } catch (JacksonException malformed) {
      return Decision.no(new Refusal(Code.INVALID_JSON, "The body is not valid JSON."));
    }
  }

  private static Decision<JsonNode> known(JsonNode json, List<String> members) {
    return json.propertyNames().stream()
        .filter(name -> !members.contains(name))
        .findFirst()
        .<Decision<JsonNode>>map(name ->
            wrong(
                Printable.of(name),
                "no such member (expected: " + String.join(", ", members) + ")"))
        .orElseGet(() -> Decision.yes(json));
  }

  private static Decision<SignedBody> signed(JsonNode json, Request request) {
    String reason = json.path("reason").asString("").strip();
    String author = request.first(AUTHOR).map(String::strip).orElse("");
    if (reason.isEmpty() || reason.length() > Mark.LONGEST_REASON) {
      return wrong("reason", "expected: why, in 1 to " + Mark.LONGEST_REASON + " characters");
    }
    if (author.length() > Mark.LONGEST_AUTHOR) {
      return wrong(AUTHOR, "expected: at most " + Mark.LONGEST_AUTHOR + " characters");
    }
    return Decision.yes(new SignedBody(json, author.isEmpty() ? NOBODY : author, reason));
  }

  /// The mark that it leaves, done now.
  public Mark at(long epochMillis) {
    return new Mark(author, reason, epochMillis);
  }

  /// The refusal of a member that is not as `expected`.
  public static <T> Decision<T> wrong(String member, String expected) {
    return Decision.no(new Refusal(Code.INVALID_REQUEST, member + ": " + expected, member));
  }
}
