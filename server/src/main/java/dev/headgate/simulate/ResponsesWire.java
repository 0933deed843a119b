package dev.headgate.simulate;

import dev.headgate.base.Request;
import dev.headgate.protocol.Family;
import dev.headgate.protocol.Finish;
import dev.headgate.simulate.Script.Kind;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/responses`.
final class ResponsesWire implements Wire.Spoken {
  @Override
  public Family family() {
    return Family.OPENAI;
  }

  @Override
  public Ask read(Request request, ObjectNode body) {
    JsonNode input = body.path("input");
    if (!input.isString() && (!input.isArray() || input.isEmpty())) {
      throw Rejected.missing("input");
    }
    var prompt = new Texts().add(body.path("instructions")).add(input);
    int cap = Ask.integer(body, 1, Ask.NO_CAP, "max_output_tokens");
    return Ask.said(body, prompt, input, body.at("/text/format"), cap, 1);
  }

  @Override
  public long searches(Ask ask) {
    return ask.searches();
  }

  @Override
  public String whole(Answer answer) {
    Script script = answer.script();
    String status = status(script);
    var output = new StringJoiner(",");
    for (Kind kind : Kind.values()) {
      if (script.has(kind)) {
        output.add(item(answer, kind, part(kind, script.text(kind)), status));
      }
    }
    return response(answer, status, output.toString(), usage(answer));
  }

  private static String status(Script script) {
    return switch (script.finish()) {
      case STOP, TOOL_CALLS -> "completed";
      case LENGTH, CONTENT_FILTER -> "incomplete";
    };
  }

  private static String response(Answer answer, String status, String output, String usage) {
    JsonNode body = answer.ask().body();
    String reason =
        answer.script().finish() == Finish.LENGTH ? "max_output_tokens" : "content_filter";
    return """
    {"id":"resp_%s","object":"response","created_at":%d,"status":"%s","background":false,\
    "error":null,"incomplete_details":%s,"instructions":%s,"max_output_tokens":%s,\
    "metadata":%s,"model":%s,"output":[%s],"parallel_tool_calls":true,\
    "previous_response_id":null,"reasoning":{"effort":null,"summary":null},\
    "service_tier":"%s","store":true,"temperature":1.0,"text":%s,"tool_choice":%s,\
    "tools":%s,"top_p":1.0,"truncation":"disabled","user":null,"usage":%s%s}\
    """
        .formatted(
            answer.id(),
            Answer.CREATED,
            status,
            status.equals("incomplete") ? "{\"reason\":\"" + reason + "\"}" : "null",
            Json.echo(body, "instructions", "null"),
            Json.echo(body, "max_output_tokens", "null"),
            Json.echo(body, "metadata", "{}"),
            Json.text(answer.ask().model()),
            output,
            answer.ask().fast() ? "priority" : "default",
            Json.echo(body, "text", "{\"format\":{\"type\":\"text\"}}"),
            Json.echo(body, "tool_choice", "\"auto\""),
            Json.echo(body, "tools", "[]"),
            usage,
            usage.equals("null") ? "" : searches(answer));
  }

  /// What the vendor's own tools did is told beside the usage.
  private static String searches(Answer answer) {
    Tokens usage = answer.usage();
    return usage == null || usage.searches() == 0
        ? ""
        : ",\"tool_usage\":{\"web_search\":{\"num_requests\":" + usage.searches() + "}}";
  }

  private static String usage(Answer answer) {
    Tokens usage = answer.usage();
    return usage == null
        ? "null"
        : """
        {"input_tokens":%d,"input_tokens_details":{"cached_tokens":%d,"cache_write_tokens":%d,\
        "cache_write_tokens_details":{"ttl_30m_tokens":%d,"ttl_12h_tokens":%d}},\
        "output_tokens":%d,"output_tokens_details":{"reasoning_tokens":%d},"total_tokens":%d}\
        """
            .formatted(
                usage.input(),
                usage.cached(),
                usage.written() + usage.kept(),
                usage.written(),
                usage.kept(),
                usage.output(),
                usage.reasoning(),
                usage.input() + usage.output());
  }

  /// What the parts of a response are called, by what they say.
  private record Words(String id, String said, @Nullable String part, String place) {
    static Words of(Kind kind) {
      return switch (kind) {
        case REASONING ->
            new Words("rs_", "reasoning_summary_text", "reasoning_summary_part", "summary_index");
        case TEXT -> new Words("msg_", "output_text", "content_part", "content_index");
        case ARGUMENTS -> new Words("fc_", "function_call_arguments", null, "");
      };
    }
  }

  /// An item of the output; `said` is what it says so far, as `part` makes it.
  private static String item(Answer answer, Kind kind, String said, String status) {
    String id = Words.of(kind).id + answer.id();
    return switch (kind) {
      case REASONING ->
          """
          {"id":"%s","type":"reasoning","summary":[%s]}\
          """
              .formatted(id, said);
      case TEXT ->
          """
          {"id":"%s","type":"message","status":"%s","role":"assistant","content":[%s]}\
          """
              .formatted(id, status, said);
      case ARGUMENTS ->
          """
          {"id":"%s","type":"function_call","status":"%s","call_id":"call_%s","name":%s,\
          "arguments":%s}\
          """
              .formatted(id, status, answer.id(), Json.text(answer.toolName()), said);
    };
  }

  private static String part(Kind kind, String text) {
    String said = Json.text(text);
    return switch (kind) {
      case REASONING -> "{\"type\":\"summary_text\",\"text\":" + said + "}";
      case TEXT ->
          "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":" + said + "}";
      case ARGUMENTS -> said;
    };
  }

  @Override
  public Voice voice(Answer answer) {
    return new Events(answer);
  }

  /// The typed events of a streamed response, numbered without a gap.
  private final class Events implements Voice {
    private final Answer answer;
    private final String status;
    private @Nullable Kind open;
    private int index = -1;
    private int sequence;

    Events(Answer answer) {
      this.answer = answer;
      status = status(answer.script());
    }

    @Override
    public String opening() {
      String begun = ",\"response\":" + response(answer, "in_progress", "", "null");
      return event("created", begun) + event("in_progress", begun);
    }

    @Override
    public String says(int copy, Script.Token token) {
      Kind kind = token.kind();
      String before = open == kind ? "" : closeItem() + openItem(kind);
      String logprobs = kind == Kind.TEXT ? ",\"logprobs\":[]" : "";
      String delta = place(kind) + ",\"delta\":" + Json.text(token.text()) + logprobs;
      return before + event(Words.of(kind).said + ".delta", delta);
    }

    private String openItem(Kind kind) {
      open = kind;
      index++;
      String nothing = kind == Kind.ARGUMENTS ? "\"\"" : "";
      return item("added", kind, nothing, "in_progress") + parts("added", kind, "");
    }

    private String closeItem() {
      Kind kind = open;
      if (kind == null) {
        return "";
      }
      String text = answer.script().text(kind);
      String said = Json.text(text);
      String members =
          switch (kind) {
            case REASONING -> ",\"text\":" + said;
            case TEXT -> ",\"logprobs\":[],\"text\":" + said;
            case ARGUMENTS ->
                ",\"name\":" + Json.text(answer.toolName()) + ",\"arguments\":" + said;
          };
      return event(Words.of(kind).said + ".done", place(kind) + members)
          + parts("done", kind, text)
          + item("done", kind, part(kind, text), status);
    }

    private String item(String what, Kind kind, String said, String status) {
      String item = ResponsesWire.item(answer, kind, said, status);
      return event("output_item." + what, ",\"output_index\":" + index + ",\"item\":" + item);
    }

    private String parts(String what, Kind kind, String text) {
      String name = Words.of(kind).part;
      return name == null
          ? ""
          : event(name + "." + what, place(kind) + ",\"part\":" + part(kind, text));
    }

    private String place(Kind kind) {
      Words words = Words.of(kind);
      String item = ",\"item_id\":\"" + words.id + answer.id() + "\"";
      String inside = words.place.isEmpty() ? "" : ",\"" + words.place + "\":0";
      return item + ",\"output_index\":" + index + inside;
    }

    @Override
    public String closing() {
      return closeItem();
    }

    @Override
    public String end() {
      return event(status, ",\"response\":" + whole(answer));
    }

    @Override
    public String error(Rejected why, String requestId) {
      return Voice.event("error", ",\"sequence_number\":" + sequence + "," + why.members());
    }

    private String event(String name, String members) {
      return Voice.event("response." + name, ",\"sequence_number\":" + sequence++ + members);
    }
  }
}
