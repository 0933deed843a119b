package dev.headgate.simulate;

/// Tokens by kind, as a vendor bills them: `fresh` input was neither read from a cache nor written
/// to one; `output` includes `reasoning`.
public record Tokens(long fresh, long cached, long written, long output, long reasoning) {
  static Tokens input(long fresh) {
    return new Tokens(fresh, 0, 0, 0, 0);
  }

  /// All input.
  public long input() {
    return fresh + cached + written;
  }

  Tokens with(long output, long reasoning) {
    return new Tokens(fresh, cached, written, output, reasoning);
  }

  Tokens plus(Tokens more) {
    return new Tokens(
        fresh + more.fresh,
        cached + more.cached,
        written + more.written,
        output + more.output,
        reasoning + more.reasoning);
  }
}
