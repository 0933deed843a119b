package dev.headgate.simulate;

import dev.headgate.base.Request;
import dev.headgate.protocol.Family;
import dev.headgate.protocol.Finish;
import dev.headgate.simulate.Script.Kind;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/messages`, in both versions of the API.
final class MessagesWire implements Wire.Spoken {
  private static final String OLD = "2023-06-01";
  private static final String NEW = "2026-10-21";
  private static final List<String> SAMPLING = List.of("temperature", "top_p", "top_k");

  @Override
  public Family family() {
    return Family.ANTHROPIC;
  }

  @Override
  public Ask read(Request request, ObjectNode body) {
    if (!body.has("max_tokens")) {
      throw Rejected.invalid("max_tokens: Field required", "max_tokens");
    }
    int cap = Ask.integer(body, 0, Ask.NO_CAP, "max_tokens");
    JsonNode format = body.at("/output_config/format");
    return Ask.said(body, prompt(request, body), body.path("messages"), format, cap, 1);
  }

  /// The prompt of a request in the form of its version.
  static Texts prompt(Request request, ObjectNode body) {
    String version = request.first("anthropic-version").orElse("");
    if (!version.equals(OLD) && !version.equals(NEW)) {
      String found = version.isEmpty() ? "header is required" : version + " is not a valid version";
      throw Rejected.invalid("anthropic-version: " + found, null);
    }
    for (String name : SAMPLING) {
      if (version.equals(NEW) && body.has(name)) {
        throw Rejected.invalid(name + ": Extra inputs are not permitted", name);
      }
    }
    return new Texts().add(body.path("system")).add(Ask.list(body, "messages"));
  }

  @Override
  public long searches(Ask ask) {
    return ask.searches();
  }

  @Override
  public String whole(Answer answer) {
    Script script = answer.script();
    var content = new StringJoiner(",");
    for (Kind kind : Kind.values()) {
      if (script.has(kind)) {
        content.add(block(answer, kind, script.text(kind)));
      }
    }
    long output = answer.usage() == null ? 0 : answer.usage().output();
    return message(answer, content.toString(), stop(script.finish()), usage(answer, output));
  }

  private static String message(Answer answer, String content, String stop, String usage) {
    return """
    {"id":"msg_%s","type":"message","role":"assistant","model":%s,"content":[%s],%s%s}\
    """
        .formatted(answer.id(), Json.text(answer.ask().model()), content, stop, usage);
  }

  /// A content block that says `text`; one that says nothing begins a streamed block.
  private static String block(Answer answer, Kind kind, String text) {
    return switch (kind) {
      case TEXT -> "{\"type\":\"text\",\"text\":%s,\"citations\":null}".formatted(Json.text(text));
      case REASONING ->
          "{\"type\":\"thinking\",\"thinking\":%s,\"signature\":\"%s\"}"
              .formatted(Json.text(text), text.isEmpty() ? "" : signature(answer));
      case ARGUMENTS -> {
        boolean complete = answer.script().finish() == Finish.TOOL_CALLS && !text.isEmpty();
        yield """
        {"type":"tool_use","id":"toolu_%s","name":%s,"input":%s,"caller":{"type":"direct"}}\
        """
            .formatted(answer.id(), Json.text(answer.toolName()), complete ? text : "{}");
      }
    };
  }

  private static String signature(Answer answer) {
    return "c2ln" + answer.id();
  }

  private static String stop(@Nullable Finish finish) {
    String reason =
        switch (finish) {
          case null -> null;
          case STOP -> "end_turn";
          case LENGTH -> "max_tokens";
          case TOOL_CALLS -> "tool_use";
          case CONTENT_FILTER -> "refusal";
        };
    String details =
        finish == Finish.CONTENT_FILTER
            ? "{\"type\":\"refusal\",\"category\":null,\"explanation\":null}"
            : "null";
    return """
    "stop_reason":%s,"stop_sequence":null,"stop_details":%s,"container":null\
    """
        .formatted(Json.text(reason), details);
  }

  private static String usage(Answer answer, long output) {
    Tokens usage = answer.usage();
    return usage == null
        ? ""
        : """
        ,"usage":{%s,"cache_creation":{"ephemeral_5m_input_tokens":%d,\
        "ephemeral_1h_input_tokens":%d},"service_tier":"standard","inference_geo":"global"%s}\
        """
            .formatted(
                counts(usage, output),
                usage.written(),
                usage.kept(),
                answer.ask().fast() ? ",\"speed\":\"fast\"" : "");
  }

  private static String counts(Tokens usage, long output) {
    return """
    "input_tokens":%d,"cache_creation_input_tokens":%d,"cache_read_input_tokens":%d,\
    "output_tokens":%d,"output_tokens_details":{"thinking_tokens":%d},"server_tool_use":%s\
    """
        .formatted(
            usage.fresh(),
            usage.written() + usage.kept(),
            usage.cached(),
            output,
            Math.min(output, usage.reasoning()),
            usage.searches() == 0
                ? "null"
                : "{\"web_search_requests\":" + usage.searches() + ",\"web_fetch_requests\":0}");
  }

  @Override
  public Voice voice(Answer answer) {
    return new Events(answer);
  }

  /// The events of a streamed message.
  private static final class Events implements Voice {
    private final Answer answer;
    private @Nullable Kind open;
    private int index = -1;

    Events(Answer answer) {
      this.answer = answer;
    }

    /// The first count of output is a small one, as it is on the real wire: the last one counts.
    @Override
    public String opening() {
      Tokens usage = answer.usage();
      String first = usage == null ? "" : usage(answer, Math.min(1, usage.output()));
      String message = message(answer, "", stop(null), first);
      return Voice.event("message_start", ",\"message\":" + message) + Voice.event("ping", "");
    }

    @Override
    public String says(int copy, Script.Token token) {
      String text = Json.text(token.text());
      String delta =
          switch (token.kind()) {
            case TEXT -> "\"text_delta\",\"text\":" + text;
            case REASONING -> "\"thinking_delta\",\"thinking\":" + text;
            case ARGUMENTS -> "\"input_json_delta\",\"partial_json\":" + text;
          };
      return (open == token.kind() ? "" : closeBlock() + openBlock(token.kind())) + delta(delta);
    }

    private String openBlock(Kind kind) {
      open = kind;
      index++;
      return block("start", ",\"content_block\":" + MessagesWire.block(answer, kind, ""));
    }

    private String closeBlock() {
      if (open == null) {
        return "";
      }
      boolean signed = open == Kind.REASONING;
      return (signed
              ? delta("\"signature_delta\",\"signature\":\"" + signature(answer) + "\"")
              : "")
          + block("stop", "");
    }

    private String delta(String delta) {
      return block("delta", ",\"delta\":{\"type\":" + delta + "}");
    }

    private String block(String event, String members) {
      return Voice.event("content_block_" + event, ",\"index\":" + index + members);
    }

    @Override
    public String closing() {
      Tokens usage = answer.usage();
      String counts = usage == null ? "" : ",\"usage\":{" + counts(usage, usage.output()) + "}";
      String stop = ",\"delta\":{" + stop(answer.script().finish()) + "}";
      return closeBlock() + Voice.event("message_delta", stop + counts);
    }

    @Override
    public String end() {
      return Voice.event("message_stop", "");
    }

    @Override
    public String error(Rejected why, String requestId) {
      return "event: error\n" + Voice.event(why.body(Family.ANTHROPIC, requestId));
    }
  }
}
