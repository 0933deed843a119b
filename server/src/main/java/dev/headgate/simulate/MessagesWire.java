package dev.headgate.simulate;

import dev.headgate.base.Request;
import dev.headgate.protocol.Family;
import dev.headgate.protocol.Finish;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/messages`, in both versions of the API.
final class MessagesWire implements Wire {
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
    Texts prompt = prompt(request, body);
    JsonNode messages = body.path("messages");
    var tool = Tool.chosen(offered(body), body.path("tool_choice"), asked(messages, prompt));
    return new Ask(
        body,
        Ask.model(body),
        Ask.flag(body, "stream"),
        prompt,
        cap,
        1,
        tool,
        schema(body),
        prompt.markedTokens(),
        prompt.markedHash());
  }

  /// The prompt of a request in the form of its version.
  static Texts prompt(Request request, ObjectNode body) {
    String version = Simulator.header(request, "anthropic-version");
    if (!version.equals(OLD) && !version.equals(NEW)) {
      String found = version.isEmpty() ? "header is required" : version + " is not a valid version";
      throw Rejected.invalid("anthropic-version: " + found, null);
    }
    for (String name : SAMPLING) {
      if (version.equals(NEW) && body.has(name)) {
        throw Rejected.invalid(name + ": Extra inputs are not permitted", name);
      }
    }
    return new Texts()
        .add(body.path("tools"))
        .add(body.path("system"))
        .add(Ask.list(body, "messages"));
  }

  private static String asked(JsonNode messages, Texts prompt) {
    JsonNode last = messages.path(messages.size() - 1);
    for (JsonNode block : last.path("content")) {
      if (block.path("type").asString("").equals("tool_result")) {
        return "";
      }
    }
    return last.path("role").asString("").equals("user") ? prompt.latest() : "";
  }

  private static List<Tool> offered(JsonNode body) {
    var offered = new ArrayList<Tool>();
    for (JsonNode tool : body.path("tools")) {
      if (tool.path("input_schema").isObject()) {
        offered.add(new Tool(tool.path("name").asString(""), tool.path("input_schema")));
      }
    }
    return offered;
  }

  private static @Nullable JsonNode schema(JsonNode body) {
    JsonNode schema = body.at("/output_config/format/schema");
    return schema.isObject() ? schema : null;
  }

  @Override
  public JsonNode whole(Answer answer) {
    Script script = answer.script();
    ArrayNode content = Json.array();
    for (Script.Kind kind : Script.Kind.values()) {
      if (script.has(kind)) {
        content.add(block(answer, kind, script.text(kind)));
      }
    }
    ObjectNode message = message(answer, content, script.finish());
    if (answer.usage() != null) {
      message.set("usage", usage(answer.usage(), answer.usage().output()));
    }
    return message;
  }

  /// A content block that says `text`; one that says nothing begins a streamed block.
  private static ObjectNode block(Answer answer, Script.Kind kind, String text) {
    var tool = answer.ask().tool();
    boolean complete = answer.script().finish() == Finish.TOOL_CALLS && !text.isEmpty();
    return switch (kind) {
      case TEXT -> Json.object("type", "text", "text", text, "citations", null);
      case REASONING ->
          Json.object(
              "type",
              "thinking",
              "thinking",
              text,
              "signature",
              text.isEmpty() ? "" : signature(answer));
      case ARGUMENTS ->
          Json.object(
              "type",
              "tool_use",
              "id",
              "toolu_" + answer.id(),
              "name",
              tool == null ? "" : tool.name(),
              "input",
              complete ? Json.parse(text) : Json.object(),
              "caller",
              Json.object("type", "direct"));
    };
  }

  private static String signature(Answer answer) {
    return "c2ln" + answer.id();
  }

  private static ObjectNode message(Answer answer, ArrayNode content, @Nullable Finish finish) {
    return Json.object(
        "id",
        "msg_" + answer.id(),
        "type",
        "message",
        "role",
        "assistant",
        "model",
        answer.ask().model(),
        "content",
        content,
        "stop_reason",
        finish == null ? null : reason(finish),
        "stop_sequence",
        null,
        "stop_details",
        finish == null ? null : details(finish),
        "container",
        null);
  }

  private static String reason(Finish finish) {
    return switch (finish) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER -> "refusal";
    };
  }

  private static @Nullable ObjectNode details(Finish finish) {
    return finish == Finish.CONTENT_FILTER
        ? Json.object("type", "refusal", "category", null, "explanation", null)
        : null;
  }

  private static ObjectNode usage(Tokens usage, long output) {
    return counts(usage, output)
        .set(
            "cache_creation",
            Json.object(
                "ephemeral_5m_input_tokens", usage.written(), "ephemeral_1h_input_tokens", 0))
        .put("service_tier", "standard")
        .put("inference_geo", "global");
  }

  private static ObjectNode counts(Tokens usage, long output) {
    return Json.object(
        "input_tokens", usage.fresh(),
        "cache_creation_input_tokens", usage.written(),
        "cache_read_input_tokens", usage.cached(),
        "output_tokens", output,
        "output_tokens_details",
            Json.object("thinking_tokens", Math.min(output, usage.reasoning())),
        "server_tool_use", null);
  }

  @Override
  public Voice voice(Answer answer) {
    return new Events(answer);
  }

  /// The events of a streamed message.
  private static final class Events implements Voice {
    private final Answer answer;
    private Script.@Nullable Kind open;
    private int index = -1;

    Events(Answer answer) {
      this.answer = answer;
    }

    /// The first count of output is a small one, as it is on the real wire: the last one counts.
    @Override
    public String opening() {
      ObjectNode message = message(answer, Json.array(), null);
      Tokens usage = answer.usage();
      message.set(
          "usage",
          usage == null
              ? Json.object("input_tokens", 0, "output_tokens", 0)
              : usage(usage, Math.min(1, usage.output())));
      return event("message_start", "message", message)
          + Voice.event("ping", Json.object("type", "ping"));
    }

    @Override
    public String says(int copy, Script.Token token) {
      String before = "";
      if (open != token.kind()) {
        before = closeBlock() + openBlock(token.kind());
      }
      String delta =
          switch (token.kind()) {
            case TEXT -> "{\"type\":\"text_delta\",\"text\":";
            case REASONING -> "{\"type\":\"thinking_delta\",\"thinking\":";
            case ARGUMENTS -> "{\"type\":\"input_json_delta\",\"partial_json\":";
          };
      return before + delta(delta + Json.quote(token.text()) + "}");
    }

    private String openBlock(Script.Kind kind) {
      open = kind;
      index++;
      ObjectNode start =
          Json.object(
              "type",
              "content_block_start",
              "index",
              index,
              "content_block",
              block(answer, kind, ""));
      return Voice.event("content_block_start", start);
    }

    private String closeBlock() {
      if (open == null) {
        return "";
      }
      String signature =
          open == Script.Kind.REASONING
              ? delta("{\"type\":\"signature_delta\",\"signature\":\"" + signature(answer) + "\"}")
              : "";
      ObjectNode stop = Json.object("type", "content_block_stop", "index", index);
      return signature + Voice.event("content_block_stop", stop);
    }

    private String delta(String delta) {
      return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"
          + index
          + ",\"delta\":"
          + delta
          + "}\n\n";
    }

    @Override
    public String closing() {
      Finish finish = answer.script().finish();
      ObjectNode delta =
          Json.object(
              "type",
              "message_delta",
              "delta",
              Json.object(
                  "stop_reason",
                  reason(finish),
                  "stop_sequence",
                  null,
                  "stop_details",
                  details(finish),
                  "container",
                  null));
      Tokens usage = answer.usage();
      if (usage != null) {
        delta.set("usage", counts(usage, usage.output()));
      }
      return closeBlock() + Voice.event("message_delta", delta);
    }

    @Override
    public String end() {
      return Voice.event("message_stop", Json.object("type", "message_stop"));
    }

    @Override
    public String error(Rejected why, String requestId) {
      return Voice.event("error", why.body(Family.ANTHROPIC, requestId));
    }

    private static String event(String type, String member, ObjectNode value) {
      return Voice.event(type, Json.object("type", type, member, value));
    }
  }
}
