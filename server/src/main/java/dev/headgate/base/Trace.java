package dev.headgate.base;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Where a call stands in its trace (W3C Trace Context): 32 hex digits of trace, 16 of the span
/// that the call is, and of the caller's span if the call came with one. `state` is the caller's
/// `tracestate`, passed on as it came.
public record Trace(
    String id, String span, @Nullable String parent, boolean sampled, @Nullable String state) {
  private static final HexFormat HEX = HexFormat.of();
  private static final int LONGEST_STATE = 512;
  private static final int LENGTH = 55; // version 00: 00-trace-span-flags

  /// The caller's trace with a span of its own, or a new one where it brought none that is sound.
  public static Trace of(Request request) {
    String span = newSpan();
    return request
        .first("traceparent")
        .flatMap(text -> parsed(text.strip(), span, state(request)))
        .orElseGet(() -> new Trace(newSpan() + newSpan(), span, null, true, null));
  }

  /// What is longer than everybody must take is dropped, as the standard allows.
  private static @Nullable String state(Request request) {
    return request.first("tracestate").filter(text -> text.length() <= LONGEST_STATE).orElse(null);
  }

  private static Optional<Trace> parsed(String text, String span, @Nullable String state) {
    boolean shaped =
        text.length() >= LENGTH
            && text.matches("(?!ff)[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?")
            && (text.length() == LENGTH || !text.startsWith("00"));
    if (!shaped || isZero(text, 3, 35) || isZero(text, 36, 52)) {
      return Optional.empty();
    }
    boolean sampled = (HEX.parseHex(text, 53, 55)[0] & 1) != 0;
    return Optional.of(
        new Trace(text.substring(3, 35), span, text.substring(36, 52), sampled, state));
  }

  private static boolean isZero(String text, int from, int to) {
    return text.substring(from, to).chars().allMatch(c -> c == '0');
  }

  /// A new span's 16 hex digits, not all zero.
  public static String newSpan() {
    long bits;
    do {
      bits = ThreadLocalRandom.current().nextLong(); // ids are unique, not secret
    } while (bits == 0);
    return HEX.toHexDigits(bits);
  }

  /// The header fields of a request that `span` sends.
  public List<Field> fields(String span) {
    String flags = sampled ? "01" : "00";
    var parent = new Field("traceparent", "00-" + id + "-" + span + "-" + flags);
    return state == null ? List.of(parent) : List.of(parent, new Field("tracestate", state));
  }
}
