package dev.headgate.protocol;

import dev.headgate.base.Field;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An operation of a vendor's API, or our own for features: what a client calls, and what we call
/// upstream.
public enum Surface {
  CHAT(Family.OPENAI, "/chat/completions"),
  RESPONSES(Family.OPENAI, "/responses"),
  EMBEDDINGS(Family.OPENAI, "/embeddings"),
  MESSAGES(Family.ANTHROPIC, "/v1/messages"),
  COUNT_TOKENS(Family.ANTHROPIC, "/v1/messages/count_tokens"),
  FEATURES(null, "/features");

  private final @Nullable Family family;
  private final String path;

  Surface(@Nullable Family family, String path) {
    this.family = family;
    this.path = path;
  }

  /// The family whose form it has; none for the neutral form of features.
  public Optional<Family> family() {
    return Optional.ofNullable(family);
  }

  /// What follows a provider's base URL, as each vendor's own SDK writes that: OpenAI's ends in
  /// `/v1`, Anthropic's does not.
  public String path() {
    return path;
  }

  /// The operation that serves this surface at a provider of the family, if one does.
  public Optional<Surface> at(Family served) {
    if (this == FEATURES) {
      return Optional.of(served == Family.OPENAI ? CHAT : MESSAGES);
    }
    return family == served ? Optional.of(this) : Optional.empty();
  }

  /// Whether its request holds the conversation as `messages`.
  boolean takesMessages() {
    return this == CHAT || this == MESSAGES || this == COUNT_TOKENS || this == FEATURES;
  }

  /// Whether its answer is a model's text, so that another text can stand in.
  public boolean hasText() {
    return this != EMBEDDINGS && this != COUNT_TOKENS;
  }

  /// The members in which its request may hold an output cap.
  List<String> capMembers() {
    return switch (this) {
      case CHAT -> List.of("max_completion_tokens", "max_tokens");
      case RESPONSES -> List.of("max_output_tokens");
      case MESSAGES -> List.of("max_tokens");
      case EMBEDDINGS, COUNT_TOKENS, FEATURES -> List.of();
    };
  }

  /// The header field in which its vendor's answers name the request, for people to quote.
  public Optional<Field> requestId(String id) {
    return family()
        .map(vendor ->
            switch (vendor) {
              case OPENAI -> new Field("x-request-id", id);
              case ANTHROPIC -> new Field("request-id", id);
            });
  }

  /// As it stands in records: `count-tokens`.
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
