package dev.headgate.simulate;

import java.util.List;

/// A simulated model: its prices in nano-dollars a token, how many times slower than the others it
/// is, and whether it reasons before it answers. `kept` is what a token costs that stays in a cache
/// for the longer time. Served fast, all tokens cost twice as much.
record Model(
    String id,
    long input,
    long cached,
    long written,
    long kept,
    long output,
    double slowness,
    boolean reasons) {
  static final List<Model> ALL =
      List.of(
          new Model("sim-small", 100, 10, 125, 200, 500, 1, false),
          new Model("sim-large", 4_000, 200, 5_000, 8_000, 20_000, 2, false),
          new Model("sim-slow", 1_000, 100, 1_250, 2_000, 5_000, 10, false),
          new Model("sim-reasoner", 2_000, 200, 2_500, 4_000, 10_000, 2, true),
          new Model("sim-embedding", 20, 20, 20, 20, 0, 1, false));

  /// Of a request that names none that could be read.
  static final Model UNKNOWN = new Model("unknown", 0, 0, 0, 0, 0, 1, false);

  /// Of a search of the web.
  private static final long SEARCH = 10_000_000;

  private static final String MISSING = "missing-model";

  /// Any name but `missing-model` is a model; one not in the table is like `sim-small`.
  static Model named(String id) {
    if (id.equals(MISSING)) {
      throw Rejected.model(id);
    }
    for (Model model : ALL) {
      if (model.id.equals(id)) {
        return model;
      }
    }
    Model like = ALL.getFirst();
    return new Model(id, like.input, like.cached, like.written, like.kept, like.output, 1, false);
  }

  /// Nano-dollars.
  long bill(Tokens tokens, boolean fast) {
    long standard =
        tokens.fresh() * input
            + tokens.cached() * cached
            + tokens.written() * written
            + tokens.kept() * kept
            + tokens.output() * output;
    return (fast ? 2 : 1) * standard + tokens.searches() * SEARCH;
  }
}
