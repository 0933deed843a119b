package dev.headgate.protocol;

import static java.util.stream.Collectors.joining;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.protocol.Message.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A feature's prompt, filled, before the caller's own messages: as a whole request of any family
/// where our own surface was called, else spliced into the caller's.
public final class Prompted implements CallBody {
  private final Ask ask;
  private final Document document;
  private final List<Message> prompt;
  private final Map<String, String> parameters;
  private final String turns;

  private Prompted(
      Ask ask,
      Document document,
      List<Message> prompt,
      Map<String, String> parameters,
      String turns) {
    this.ask = ask;
    this.document = document;
    this.prompt = prompt;
    this.parameters = parameters;
    this.turns = turns;
  }

  /// `parameters` are the variant's own members of the request, as JSON; they win over the
  /// caller's.
  public static Decision<CallBody> of(
      Ask ask, List<Message> prompt, Map<String, String> parameters) {
    return Turns.of(ask)
        .then(turns -> {
          if (turns.isEmpty() && prompt.stream().allMatch(each -> each.role() == Role.SYSTEM)) {
            return Decision.no(
                new Refusal(
                    Code.INVALID_REQUEST,
                    "messages: nothing (expected: a user's message, for the feature's prompt has"
                        + " none)",
                    "messages"));
          }
          return ask.including(parameters.keySet())
              .then(
                  document -> Decision.yes(new Prompted(ask, document, prompt, parameters, turns)));
        });
  }

  @Override
  public Ask ask() {
    return ask;
  }

  @Override
  public boolean isPrompted() {
    return true;
  }

  @Override
  public byte[] bytesFor(Dialect dialect, String model, int outputCap) {
    if (ask.surface() == Surface.FEATURES) {
      return composed(dialect, model, outputCap).getBytes(StandardCharsets.UTF_8);
    }
    var edits = new Edits(document, ask, dialect).model(model).cap(outputCap).usage();
    parameters.forEach(edits::set);
    switch (ask.surface()) {
      case CHAT -> edits.set("messages", conversation(true));
      case MESSAGES, COUNT_TOKENS -> {
        system().ifPresent(text -> edits.set("system", text));
        edits.set("messages", conversation(false));
      }
      // not as `instructions`, for the answer repeats those
      case RESPONSES -> edits.set("input", conversation(true));
      case EMBEDDINGS, FEATURES ->
          throw new IllegalStateException(ask.surface() + " takes no prompt (refused before)");
    }
    return edits.bytes();
  }

  private String composed(Dialect dialect, String model, int outputCap) {
    boolean openAi = dialect.family() == Family.OPENAI;
    var json = new StringBuilder("{\"model\":").append(Json.quoted(model));
    if (!openAi) {
      system().ifPresent(text -> json.append(",\"system\":").append(text));
    }
    json.append(",\"messages\":").append(conversation(openAi));
    json.append(",\"").append(dialect.capMember()).append("\":").append(outputCap);
    parameters.forEach(
        (name, value) -> json.append(',').append(Json.quoted(name)).append(':').append(value));
    if (ask.stream()) {
      json.append(",\"stream\":true");
      if (dialect.takesIncludeUsage()) {
        json.append(",\"stream_options\":{\"include_usage\":true}");
      }
    }
    return json.append('}').toString();
  }

  private String conversation(boolean withSystem) {
    String ours =
        prompt.stream()
            .filter(message -> withSystem || message.role() != Role.SYSTEM)
            .map(Prompted::json)
            .collect(joining(","));
    return "[" + ours + (ours.isEmpty() || turns.isEmpty() ? "" : ",") + turns + "]";
  }

  private static String json(Message message) {
    return "{\"role\":\""
        + message.role().text()
        + "\",\"content\":"
        + Json.quoted(message.text())
        + "}";
  }

  /// The system's texts as one JSON string, where the wire keeps them apart from the messages.
  private Optional<String> system() {
    return prompt.stream()
        .filter(message -> message.role() == Role.SYSTEM)
        .map(Message::text)
        .reduce((one, next) -> one + "\n\n" + next)
        .map(Json::quoted);
  }
}
