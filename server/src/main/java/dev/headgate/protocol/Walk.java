package dev.headgate.protocol;

import dev.headgate.protocol.Paths.Place;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Goes through a JSON value token by token and shows what a table asks for; what nobody asked for
/// is only counted, however deep it is.
final class Walk<S> {
  /// NaN and Infinity are what Python servers write for the probability of the impossible.
  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(1_000).build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final Place<S> outside;
  private final S state;
  private Place<S> at;
  private @Nullable Place<S> next; // where the next value stands, if anybody asked for it
  private int skipped; // depth below `at` in what nobody asked for
  private int values;

  Walk(Paths<S> paths, S state) {
    outside = paths.outside;
    this.state = state;
    at = outside;
    begin();
  }

  /// Goes through a whole value; says whether it was one, and nothing else.
  boolean through(byte[] bytes, int from, int to) {
    begin();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        take(token, json);
      }
      return isOneValue();
    } catch (JacksonException malformed) {
      return false;
    }
  }

  private void begin() {
    at = outside;
    next = outside.element;
    skipped = 0;
    values = 0;
  }

  void take(JsonToken token, JsonParser json) {
    switch (token) {
      case PROPERTY_NAME -> next = skipped == 0 ? at.members.get(json.currentName()) : null;
      case START_OBJECT, START_ARRAY -> open(json);
      case END_OBJECT, END_ARRAY -> close(json);
      default -> scalar(json);
    }
  }

  /// Whether exactly one value has gone by, whole.
  boolean isOneValue() {
    return values == 1 && at == outside && skipped == 0;
  }

  private void open(JsonParser json) {
    Place<S> here = next;
    if (skipped > 0 || here == null) {
      skipped++;
      return;
    }
    see(here.visit, json);
    at = here;
    next = here.element;
  }

  private void close(JsonParser json) {
    Place<S> around = at.parent;
    if (skipped > 0) {
      skipped--;
    } else if (around != null) {
      see(at.leave, json);
      at = around;
    }
    next = at.element;
    count();
  }

  private void scalar(JsonParser json) {
    Place<S> here = next;
    if (skipped == 0 && here != null) {
      see(here.visit, json);
    }
    count();
  }

  private void see(Paths.@Nullable Visit<S> visit, JsonParser json) {
    if (visit != null) {
      visit.see(state, json);
    }
  }

  private void count() {
    if (at == outside && skipped == 0) {
      values++;
    }
  }
}
