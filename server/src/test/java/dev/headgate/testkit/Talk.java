package dev.headgate.testkit;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What client and provider say on each surface, in the fewest bytes: for tests that mean all of
/// them.
public enum Talk {
  CHAT("/v1/chat/completions", "\"model\":\"o/m\",\"messages\":[]", "/v1/chat/completions"),
  RESPONSES("/v1/responses", "\"model\":\"o/m\",\"input\":\"hi\"", "/v1/responses"),
  MESSAGES("/v1/messages", "\"model\":\"a/m\",\"max_tokens\":9,\"messages\":[]", "/v1/messages"),
  FEATURE("/v1/features/plain/completions", "\"inputs\":{}", "/v1/chat/completions"),
  FEATURE_WITH_FALLBACK("/v1/features/polite/completions", "\"inputs\":{}", "/v1/chat/completions");

  /// A configuration in which all of them are served by one upstream, at this port; `settings` are
  /// those of both providers.
  public static String yaml(int port, String settings) {
    return """
    server: { port: 0, drain: 0s, negative-cache: 0s }
    providers:
      o: { kind: openai-compatible, base-url: "http://127.0.0.1:%1$d/v1", %2$s }
      a: { kind: anthropic, base-url: "http://127.0.0.1:%1$d", api-key: "${A_KEY}", %2$s }
    features:
      plain: { variants: { only: { model: o/m, prompt: prompt.md } } }
      polite:
        fallback: "Sorry, not now."
        variants: { only: { model: o/m, prompt: prompt.md } }
    """
        .formatted(port, settings);
  }

  public static final String PROMPT = "# user\nSay hi.\n";

  public final String path;
  private final String members;
  public final String upstreamPath;

  Talk(String path, String members, String upstreamPath) {
    this.path = path;
    this.members = members;
    this.upstreamPath = upstreamPath;
  }

  public String ask(boolean stream) {
    return "{" + members + (stream ? ",\"stream\":true}" : "}");
  }

  public boolean isFeature() {
    return this == FEATURE || this == FEATURE_WITH_FALLBACK;
  }

  /// What a provider sends before any content.
  public List<String> preamble() {
    return switch (this) {
      case MESSAGES ->
          List.of(
              ": hello\n\n",
              event("message_start", "\"message\":{\"usage\":{\"input_tokens\":11}}"),
              event("ping", ""),
              event(
                  "content_block_start",
                  "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
      case RESPONSES ->
          List.of(
              ": hello\n\n",
              event("response.created", "\"response\":{\"status\":\"in_progress\"}"),
              event("response.in_progress", "\"response\":{\"status\":\"in_progress\"}"),
              event("response.output_item.added", "\"item\":{\"type\":\"message\"}"));
      default ->
          List.of(
              ": hello\n\n",
              "data: {\"choices\":[]}\n\n",
              chunk("{\"role\":\"assistant\"}", "null"),
              chunk("{\"content\":\"\"}", "null"));
    };
  }

  public String content(String text) {
    return switch (this) {
      case MESSAGES ->
          event(
              "content_block_delta",
              "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
      case RESPONSES -> event("response.output_text.delta", "\"delta\":\"" + text + "\"");
      default -> chunk("{\"content\":\"" + text + "\"}", "null");
    };
  }

  /// What ends a provider's stream, usage 11 and 7 told.
  public String end() {
    return switch (this) {
      case MESSAGES ->
          event(
                  "message_delta",
                  "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}")
              + event("message_stop", "");
      case RESPONSES ->
          event(
              "response.completed",
              "\"response\":{\"status\":\"completed\",\"usage\":{\"input_tokens\":11,"
                  + "\"output_tokens\":7,\"total_tokens\":18}}");
      default ->
          chunk("{}", "\"stop\"")
              + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,"
              + "\"total_tokens\":18}}\n\ndata: [DONE]\n\n";
    };
  }

  /// The whole answer with this text, of 11 and 7 tokens.
  public String whole(String text) {
    return switch (this) {
      case MESSAGES ->
          """
          {"type":"message","content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn",\
          "usage":{"input_tokens":11,"output_tokens":7}}\
          """
              .formatted(text);
      case RESPONSES ->
          """
          {"status":"completed","output":[{"type":"message","content":[{"type":"output_text",\
          "text":"%s"}]}],"usage":{"input_tokens":11,"output_tokens":7,"total_tokens":18}}\
          """
              .formatted(text);
      default ->
          """
          {"choices":[{"index":0,"message":{"role":"assistant","content":"%s"},\
          "finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":7,\
          "total_tokens":18}}\
          """
              .formatted(text);
    };
  }

  /// What marks the proper end of a stream as the client sees it.
  public String lastWord() {
    return switch (this) {
      case CHAT -> "[DONE]";
      case RESPONSES -> "response.completed";
      case MESSAGES -> "message_stop";
      case FEATURE, FEATURE_WITH_FALLBACK -> "event: end";
    };
  }

  /// The code of an error, out of its body or of an event's data.
  public String codeOf(JsonNode error) {
    return switch (this) {
      case CHAT, FEATURE, FEATURE_WITH_FALLBACK -> error.at("/error/code").asString();
      case RESPONSES -> error.at(error.has("type") ? "/code" : "/error/code").asString();
      case MESSAGES -> error.at("/error/details/error_code").asString();
    };
  }

  private static String chunk(String delta, String finish) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
        .formatted(delta, finish);
  }

  private static String event(String type, String members) {
    return "event: %s\ndata: {\"type\":\"%s\"%s}\n\n"
        .formatted(type, type, members.isEmpty() ? "" : "," + members);
  }
}
