package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A list of models in the vendors' two shapes. Anthropic's comes by pages: `limit`, `after_id`.
public record ModelPage(List<String> ids, String path) {
  private static final int MOST = 1_000;

  /// What stands where a vendor has a date that we do not know.
  private static final String UNKNOWN = "1970-01-01T00:00:00Z";

  public byte[] json(Family family) {
    return switch (family) {
      case OPENAI -> openAi();
      case ANTHROPIC -> anthropic();
    };
  }

  /// One model alone.
  public static byte[] json(Family family, String id) {
    return model(family, id).bytes();
  }

  private byte[] openAi() {
    return Members.of("object", "list", "data", models(Family.OPENAI, ids)).bytes();
  }

  private byte[] anthropic() {
    int from = parameter("after_id").map(ids::indexOf).orElse(-1) + 1;
    int to = Math.min(ids.size(), from + limit());
    List<String> page = ids.subList(from, to);
    return Members.of(
            "data",
            models(Family.ANTHROPIC, page),
            "has_more",
            to < ids.size(),
            "first_id",
            page.isEmpty() ? null : page.getFirst(),
            "last_id",
            page.isEmpty() ? null : page.getLast())
        .bytes();
  }

  private static List<Members> models(Family family, List<String> ids) {
    return ids.stream().map(id -> model(family, id)).toList();
  }

  private static Members model(Family family, String id) {
    return switch (family) {
      case OPENAI -> Members.of("id", id, "object", "model", "created", 0, "owned_by", owner(id));
      case ANTHROPIC ->
          Members.of("type", "model", "id", id, "display_name", id, "created_at", UNKNOWN)
              .with("lifecycle", "active")
              .with("max_input_tokens", null)
              .with("max_tokens", null)
              .with("capabilities", null);
    };
  }

  private static String owner(String id) {
    int slash = id.indexOf('/');
    return slash < 0 || id.startsWith("feature/") ? "headgate" : id.substring(0, slash);
  }

  private int limit() {
    return parameter("limit")
        .filter(text -> text.matches("[1-9]\\d{0,3}"))
        .map(Integer::valueOf)
        .map(asked -> Math.min(asked, MOST))
        .orElse(MOST);
  }

  private Optional<String> parameter(String name) {
    int query = path.indexOf('?');
    Stream<String> pairs =
        query < 0 ? Stream.empty() : Arrays.stream(path.substring(query + 1).split("&", -1));
    return pairs
        .filter(pair -> pair.startsWith(name + "="))
        .flatMap(pair -> decoded(pair.substring(name.length() + 1)).stream())
        .findFirst();
  }

  /// What is no percent-encoding names no model either.
  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
