package dev.headgate.protocol;

/// How a provider speaks its family's language: the member that holds its output cap in chats, and
/// whether it takes `stream_options.include_usage`.
public record Dialect(Family family, String capMember, boolean takesIncludeUsage) {
  public static final Dialect OPENAI = new Dialect(Family.OPENAI, "max_completion_tokens", true);
  public static final Dialect ANTHROPIC = new Dialect(Family.ANTHROPIC, "max_tokens", false);

  /// What the many servers speak that were modelled on OpenAI's older API.
  public static final Dialect COMPATIBLE = new Dialect(Family.OPENAI, "max_tokens", true);

  /// Whether an output cap in this member is sure to be kept: OpenAI's chats still know the older
  /// `max_tokens`, while those modelled on them may know nothing else.
  boolean hears(String member) {
    return !capMember.equals("max_tokens") || !member.equals("max_completion_tokens");
  }
}
