package dev.headgate.simulate;

/// What a vendor bills. `fresh` input was neither read from a cache nor written to one; `written`
/// input stays there for the shorter of the times that the vendor sells, `kept` for the longer;
/// `output` includes `reasoning`; `searches` are requests to the vendor's own search of the web.
public record Tokens(
    long fresh, long cached, long written, long kept, long output, long reasoning, long searches) {
  static Tokens input(long fresh) {
    return new Tokens(fresh, 0, 0, 0, 0, 0, 0);
  }

  /// All input.
  public long input() {
    return fresh + cached + written + kept;
  }

  Tokens with(long output, long reasoning) {
    return new Tokens(fresh, cached, written, kept, output, reasoning, searches);
  }

  Tokens searching(long searches) {
    return new Tokens(fresh, cached, written, kept, output, reasoning, searches);
  }

  Tokens plus(Tokens more) {
    return new Tokens(
        fresh + more.fresh,
        cached + more.cached,
        written + more.written,
        kept + more.kept,
        output + more.output,
        reasoning + more.reasoning,
        searches + more.searches);
  }
}
