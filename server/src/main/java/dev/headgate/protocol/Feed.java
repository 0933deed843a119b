package dev.headgate.protocol;

import java.util.function.IntConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;

/// A walk through a JSON value that comes piece by piece; holds no more of it than one string, and
/// of that no more than a limit.
final class Feed<S> {
  private final Walk<S> walk;
  private final Clip clip;
  private final IntConsumer unseen;
  private final JsonParser json =
      Walk.JSON.createNonBlockingByteArrayParser(ObjectReadContext.empty());
  private final ByteArrayFeeder feeder = (ByteArrayFeeder) json.nonBlockingInputFeeder();
  private int dropped; // of the string under way

  Feed(Paths<S> paths, S state, int longestString) {
    this(paths, state, longestString, _ -> {});
  }

  /// Tells `unseen` before each string how many bytes of it were left out.
  Feed(Paths<S> paths, S state, int longestString, IntConsumer unseen) {
    walk = new Walk<>(paths, state);
    clip = new Clip(longestString);
    this.unseen = unseen;
  }

  /// Says whether it can still become a value.
  boolean take(byte[] bytes, int from, int to) {
    try {
      for (int at = from; at < to; ) {
        int kept = clip.keep(bytes, at, to);
        if (kept > at) {
          feeder.feedInput(bytes, at, kept);
          walk();
        }
        at = clip.drop(bytes, kept, to);
        dropped += at - kept;
      }
      return true;
    } catch (JacksonException malformed) {
      return false;
    }
  }

  /// Says whether it was one value, and nothing else.
  boolean end() {
    try (json) {
      feeder.endOfInput();
      walk();
      return walk.isOneValue();
    } catch (JacksonException malformed) {
      return false;
    }
  }

  private void walk() {
    for (JsonToken token = json.nextToken();
        token != null && token != JsonToken.NOT_AVAILABLE;
        token = json.nextToken()) {
      unseen.accept(dropped);
      walk.take(token, json);
      dropped = 0;
    }
  }
}
