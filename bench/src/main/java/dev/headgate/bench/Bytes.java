package dev.headgate.bench;

import java.nio.charset.StandardCharsets;

/// All that is ever sent, made beforehand.
final class Bytes {
  static final String UPSTREAM_KEY = "sk-bench-upstream-0123456789abcdef";
  static final String MODEL = "bench/m";

  static final byte[] WHOLE = whole();
  static final byte[] STREAM_HEAD =
      bytes(
          """
          HTTP/1.1 200 OK
          Date: Wed, 25 Nov 2026 12:00:00 GMT
          Content-Type: text/event-stream; charset=utf-8
          Cache-Control: no-cache
          X-Request-Id: req_0123456789abcdef0123456789abcdef
          Transfer-Encoding: chunked

          """
              .replace("\n", "\r\n"));
  static final byte[] CHUNK = chunk(event("\"delta\":{\"content\":\" a few words\"}", "null", ""));
  static final byte[] FIRST = join(STREAM_HEAD, CHUNK);
  private static final byte[] STOP = chunk(event("\"delta\":{}", "\"stop\"", ""));
  private static final byte[] DONE = join(chunk("data: [DONE]\n\n"), bytes("0\r\n\r\n"));
  static final byte[] LAST = join(STOP, DONE);
  static final byte[] LAST_WITH_USAGE =
      join(STOP, chunk(event("", "", ",\"usage\":" + usage())), DONE);

  private Bytes() {}

  /// A chat request whose body has exactly `size` bytes: a system prompt, then turns of about 500
  /// bytes with the quotes and line breaks that text has; the model after them, as OpenAI's SDKs
  /// do.
  static byte[] request(String credential, int size, boolean stream) {
    var body = new StringBuilder("{\"messages\":[").append(turn("system", 200));
    for (int i = 0; body.length() < size - 1_200; i++) {
      body.append(',').append(turn(i % 2 == 0 ? "user" : "assistant", 500));
    }
    String end =
        "],\"model\":\"%s\",\"max_tokens\":256%s,\"temperature\":0.2}"
            .formatted(MODEL, stream ? ",\"stream\":true" : "");
    int left = size - body.length() - turn("user", 0).length() - end.length() - 1;
    byte[] bytes = bytes(body.append(',').append(turn("user", left)).append(end).toString());
    return join(bytes(head(credential, bytes.length)), bytes);
  }

  private static String head(String credential, int length) {
    return """
    POST /v1/chat/completions HTTP/1.1
    Host: 127.0.0.1
    User-Agent: OpenAI/Python 2.8.1
    Accept: application/json
    Content-Type: application/json
    Authorization: Bearer %s
    X-Stainless-Lang: python
    X-Stainless-Retry-Count: 0
    Content-Length: %d

    """
        .formatted(credential, length)
        .replace("\n", "\r\n");
  }

  private static String turn(String role, int length) {
    String words =
        "She said: \\\"the gate is open\\\", and went on.\\nThen the water came, slowly. ";
    String text = words.repeat(length / words.length()) + "x".repeat(length % words.length());
    return "{\"role\":\"%s\",\"content\":\"%s\"}".formatted(role, text);
  }

  private static byte[] whole() {
    String text = "The water comes in a little at a time. ".repeat(16);
    String body =
        """
        {"id":"chatcmpl-0123456789abcdef0123456789abcd","object":"chat.completion",\
        "created":1764072000,"model":"m","choices":[{"index":0,"message":{"role":"assistant",\
        "content":"%s","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],\
        "usage":%s,"service_tier":"default","system_fingerprint":"fp_0123456789"}\
        """
            .formatted(text, usage());
    return bytes(wholeHead(body.length()) + body);
  }

  private static String wholeHead(int length) {
    return """
    HTTP/1.1 200 OK
    Date: Wed, 25 Nov 2026 12:00:00 GMT
    Content-Type: application/json
    X-Request-Id: req_0123456789abcdef0123456789abcdef
    OpenAI-Processing-Ms: 50
    Content-Length: %d

    """
        .formatted(length)
        .replace("\n", "\r\n");
  }

  private static String usage() {
    return """
    {"prompt_tokens":210,"completion_tokens":60,"total_tokens":270,\
    "prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}\
    """;
  }

  /// An event of about 200 bytes; without a delta, one whose list of choices is empty.
  private static String event(String delta, String finish, String more) {
    String choices =
        delta.isEmpty()
            ? ""
            : "{\"index\":0,%s,\"logprobs\":null,\"finish_reason\":%s}".formatted(delta, finish);
    return """
    data: {"id":"chatcmpl-0123456789abcdef0123456789abcd","object":"chat.completion.chunk",\
    "created":1764072000,"model":"m","choices":[%s]%s}

    """
        .formatted(choices, more);
  }

  private static byte[] chunk(String text) {
    return bytes(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[]... parts) {
    var out = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
