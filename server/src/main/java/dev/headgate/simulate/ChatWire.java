package dev.headgate.simulate;

import dev.headgate.base.Request;
import dev.headgate.protocol.Family;
import dev.headgate.simulate.Script.Kind;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/chat/completions`.
final class ChatWire implements Wire.Spoken {
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
    return Ask.said(body, prompt, messages, body.path("response_format"), cap, copies);
  }

  @Override
  public String whole(Answer answer) {
    var choices = new StringJoiner(",");
    for (int copy = 0; copy < answer.scripts().size(); copy++) {
      Script script = answer.scripts().get(copy);
      choices.add(choice(copy, "\"message\":" + message(answer, script), script.finish().text()));
    }
    return "{%s,\"choices\":[%s]%s}"
        .formatted(envelope(answer, "chat.completion"), choices, usage(answer));
  }

  private static String message(Answer answer, Script script) {
    boolean calls = script.has(Kind.ARGUMENTS);
    String reasoning =
        script.has(Kind.REASONING)
            ? ",\"reasoning_content\":" + Json.text(script.text(Kind.REASONING))
            : "";
    return """
    {"role":"assistant","content":%s,"refusal":null,"annotations":[]%s%s}\
    """
        .formatted(
            Json.text(calls ? null : script.text(Kind.TEXT)),
            reasoning,
            calls ? "," + call(answer, "", script.text(Kind.ARGUMENTS)) : "");
  }

  private static String call(Answer answer, String index, String arguments) {
    return """
    "tool_calls":[{%s"id":"call_%s","type":"function","function":{"name":%s,"arguments":%s}}]\
    """
        .formatted(index, answer.id(), Json.text(answer.toolName()), Json.text(arguments));
  }

  private static String choice(int copy, String said, @Nullable String finish) {
    return "{\"index\":"
        + copy
        + ","
        + said
        + ",\"logprobs\":null,\"finish_reason\":"
        + (finish == null ? "null" : "\"" + finish + "\"")
        + "}";
  }

  private static String envelope(Answer answer, String object) {
    return """
    "id":"chatcmpl-%s","object":"%s","created":%d,"model":%s,\
    "service_tier":"%s","system_fingerprint":"fp_simulated\"\
    """
        .formatted(
            answer.id(),
            object,
            Answer.CREATED,
            Json.text(answer.ask().model()),
            answer.ask().fast() ? "priority" : "default");
  }

  private static String usage(Answer answer) {
    Tokens usage = answer.usage();
    return usage == null
        ? ""
        : """
        ,"usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,\
        "prompt_tokens_details":{"cached_tokens":%d,"cache_write_tokens":%d,"audio_tokens":0},\
        "completion_tokens_details":{"reasoning_tokens":%d,"audio_tokens":0,\
        "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}\
        """
            .formatted(
                usage.input(),
                usage.output(),
                usage.input() + usage.output(),
                usage.cached(),
                usage.written() + usage.kept(),
                usage.reasoning());
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
      before = "{" + envelope(answer, "chat.completion.chunk") + ",\"choices\":[";
      after = counts ? "],\"usage\":null}" : "]}";
    }

    @Override
    public String opening() {
      var roles = new StringBuilder();
      for (int copy = 0; copy < answer.scripts().size(); copy++) {
        roles.append(chunk(copy, "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null", null));
      }
      return roles.toString();
    }

    @Override
    public String says(int copy, Script.Token token) {
      String text = Json.text(token.text());
      return switch (token.kind()) {
        case TEXT -> chunk(copy, "\"content\":" + text, null);
        case REASONING -> chunk(copy, "\"reasoning_content\":" + text, null);
        case ARGUMENTS -> {
          String delta = "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + text + "}}]";
          yield call(copy) + chunk(copy, delta, null);
        }
      };
    }

    private String call(int copy) {
      if (calling == copy) {
        return "";
      }
      calling = copy;
      return chunk(copy, ChatWire.call(answer, "\"index\":0,", ""), null);
    }

    @Override
    public String closing() {
      var last = new StringBuilder();
      for (int copy = 0; copy < answer.scripts().size(); copy++) {
        last.append(chunk(copy, "", answer.scripts().get(copy).finish().text()));
      }
      if (counts && answer.usage() != null) {
        last.append(Voice.event(before + "]" + usage(answer) + "}"));
      }
      return last.toString();
    }

    @Override
    public String end() {
      return Voice.event("[DONE]");
    }

    @Override
    public String error(Rejected why, String requestId) {
      return Voice.event(why.body(Family.OPENAI, requestId));
    }

    private String chunk(int copy, String delta, @Nullable String finish) {
      String said = "\"delta\":{" + delta + "}";
      return Voice.event(before + choice(copy, said, finish) + after);
    }
  }
}
