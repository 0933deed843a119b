package dev.headgate.simulate;

import dev.headgate.base.Request;
import dev.headgate.protocol.Family;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/chat/completions`.
final class ChatWire implements Wire {
  private static final int MOST_COPIES = 128;

  @Override
  public Family family() {
    return Family.OPENAI;
  }

  @Override
  public Ask read(Request request, ObjectNode body) {
    JsonNode messages = Ask.list(body, "messages");
    var prompt = new Texts().add(messages);
    int cap = Ask.integer(body, 1, Ask.NO_CAP, "max_completion_tokens", "max_tokens");
    int copies = Ask.integer(body, 1, 1, "n");
    if (copies > MOST_COPIES) {
      throw Rejected.invalid("Invalid 'n': expected at most " + MOST_COPIES + ".", "n");
    }
    String asked = isUsers(messages) ? prompt.latest() : "";
    var tool = Tool.chosen(offered(body), body.path("tool_choice"), asked);
    return Ask.automaticallyCached(body, prompt, cap, copies, tool, schema(body));
  }

  private static boolean isUsers(JsonNode messages) {
    return messages.path(messages.size() - 1).path("role").asString("").equals("user");
  }

  private static List<Tool> offered(JsonNode body) {
    var offered = new ArrayList<Tool>();
    for (JsonNode tool : body.path("tools")) {
      JsonNode function = tool.path("function");
      if (function.isObject()) {
        offered.add(new Tool(function.path("name").asString(""), function.path("parameters")));
      }
    }
    return offered;
  }

  private static @Nullable JsonNode schema(JsonNode body) {
    JsonNode format = body.path("response_format");
    return switch (format.path("type").asString("")) {
      case "json_schema" -> format.at("/json_schema/schema");
      case "json_object" -> Json.object();
      default -> null;
    };
  }

  @Override
  public JsonNode whole(Answer answer) {
    ArrayNode choices = Json.array();
    for (Script script : answer.scripts()) {
      choices.add(choice(choices.size(), "message", message(answer, script), finish(script)));
    }
    ObjectNode whole = envelope(answer, "chat.completion");
    whole.set("choices", choices);
    if (answer.usage() != null) {
      whole.set("usage", usage(answer.usage()));
    }
    return whole;
  }

  private static ObjectNode message(Answer answer, Script script) {
    boolean calls = script.has(Script.Kind.ARGUMENTS);
    ObjectNode message =
        Json.object(
            "role",
            "assistant",
            "content",
            calls ? null : script.text(Script.Kind.TEXT),
            "refusal",
            null,
            "annotations",
            Json.array());
    if (script.has(Script.Kind.REASONING)) {
      message.put("reasoning_content", script.text(Script.Kind.REASONING));
    }
    if (calls) {
      message.set("tool_calls", Json.array(call(answer, script.text(Script.Kind.ARGUMENTS))));
    }
    return message;
  }

  private static ObjectNode call(Answer answer, String arguments) {
    var tool = answer.ask().tool();
    return Json.object(
        "id",
        "call_" + answer.id(),
        "type",
        "function",
        "function",
        Json.object("name", tool == null ? "" : tool.name(), "arguments", arguments));
  }

  private static ObjectNode choice(
      int index, String member, ObjectNode said, @Nullable String finish) {
    return Json.object("index", index, member, said, "logprobs", null, "finish_reason", finish);
  }

  private static String finish(Script script) {
    return script.finish().text();
  }

  private static ObjectNode envelope(Answer answer, String object) {
    return Json.object(
        "id",
        "chatcmpl-" + answer.id(),
        "object",
        object,
        "created",
        Answer.CREATED,
        "model",
        answer.ask().model(),
        "service_tier",
        "default",
        "system_fingerprint",
        "fp_simulated");
  }

  private static ObjectNode usage(Tokens usage) {
    return Json.object(
        "prompt_tokens", usage.input(),
        "completion_tokens", usage.output(),
        "total_tokens", usage.input() + usage.output(),
        "prompt_tokens_details",
            Json.object(
                "cached_tokens", usage.cached(),
                "cache_write_tokens", usage.written(),
                "audio_tokens", 0),
        "completion_tokens_details",
            Json.object(
                "reasoning_tokens", usage.reasoning(),
                "audio_tokens", 0,
                "accepted_prediction_tokens", 0,
                "rejected_prediction_tokens", 0));
  }

  @Override
  public Voice voice(Answer answer) {
    return new Chunks(answer);
  }

  /// The chunks of a streamed completion.
  private static final class Chunks implements Voice {
    private final Answer answer;
    private final boolean counts;
    private final String before;
    private final String after;
    private int calling = -1; // the copy whose call has begun

    Chunks(Answer answer) {
      this.answer = answer;
      counts = answer.ask().body().at("/stream_options/include_usage").booleanValue(false);
      String envelope = envelope(answer, "chat.completion.chunk").toString();
      before = envelope.substring(0, envelope.length() - 1) + ",\"choices\":[";
      after = counts ? "],\"usage\":null}" : "]}";
    }

    @Override
    public String opening() {
      var roles = new StringBuilder();
      for (int copy = 0; copy < answer.scripts().size(); copy++) {
        roles.append(
            chunk(copy, Json.object("role", "assistant", "content", "", "refusal", null), null));
      }
      return roles.toString();
    }

    @Override
    public String says(int copy, Script.Token token) {
      return switch (token.kind()) {
        case TEXT -> delta(copy, "\"content\":" + Json.quote(token.text()));
        case REASONING -> delta(copy, "\"reasoning_content\":" + Json.quote(token.text()));
        case ARGUMENTS ->
            call(copy)
                + delta(
                    copy,
                    "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
                        + Json.quote(token.text())
                        + "}}]");
      };
    }

    private String call(int copy) {
      if (calling == copy) {
        return "";
      }
      calling = copy;
      ObjectNode begun = ChatWire.call(answer, "").put("index", 0);
      return chunk(copy, Json.object("tool_calls", Json.array(begun)), null);
    }

    @Override
    public String closing() {
      var last = new StringBuilder();
      for (int copy = 0; copy < answer.scripts().size(); copy++) {
        last.append(chunk(copy, Json.object(), finish(answer.scripts().get(copy))));
      }
      if (counts && answer.usage() != null) {
        ObjectNode counted = envelope(answer, "chat.completion.chunk");
        counted.set("choices", Json.array());
        counted.set("usage", usage(answer.usage()));
        last.append(Voice.event(counted.toString()));
      }
      return last.toString();
    }

    @Override
    public String end() {
      return Voice.event("[DONE]");
    }

    @Override
    public String error(Rejected why, String requestId) {
      return Voice.event(why.body(Family.OPENAI, requestId).toString());
    }

    private String chunk(int copy, ObjectNode delta, @Nullable String finish) {
      return Voice.event(before + choice(copy, "delta", delta, finish) + after);
    }

    /// The same as `chunk`, for the many: spares a tree.
    private String delta(int copy, String members) {
      return Voice.event(
          before
              + "{\"index\":"
              + copy
              + ",\"delta\":{"
              + members
              + "},\"logprobs\":null,\"finish_reason\":null}"
              + after);
    }
  }
}
