package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Takes the traces of an injected `include_usage` out of a chat stream: the member `usage` of
/// every chunk, be it null, and the chunk that is there for nothing else. No other byte is touched.
final class UsageRemoval implements Tap {
  /// How often a chunk may name its usage; one that does so more often is left alone.
  private static final int MOST = 8;

  private static final byte[] NAME = "\"usage\"".getBytes(US_ASCII);

  /// How most chunks end while their usage is yet to come; nothing but a member of the chunk itself
  /// can stand there.
  private static final byte[] LAST_MEMBER = ",\"usage\":null}".getBytes(US_ASCII);

  private final Event event = new Event();

  @Override
  public Step take(byte[] bytes, int from, int to, Out out) {
    int mention = mention(bytes, from, to);
    if (mention < 0) {
      out.write(bytes, from, to);
    } else if (mention > from && endsWithNullUsage(bytes, mention - 1, to)) {
      out.write(bytes, from, mention - 1);
      out.write(bytes, mention - 2 + LAST_MEMBER.length, to);
    } else {
      event.read(bytes, from, to);
      new Chunk().write(bytes, from, to, out);
    }
    return Step.MORE;
  }

  @Override
  public Step end(Out out) {
    return Step.LAST;
  }

  /// Where the first mention of usage stands, else -1.
  private static int mention(byte[] bytes, int from, int to) {
    for (int i = from; i <= to - NAME.length; i++) {
      if (bytes[i + 1] == NAME[1] && stands(NAME, bytes, i, to)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean endsWithNullUsage(byte[] bytes, int at, int to) {
    int end = at + LAST_MEMBER.length;
    while (end < to && (bytes[end] == '\n' || bytes[end] == '\r')) {
      end++;
    }
    return end == to && stands(LAST_MEMBER, bytes, at, to);
  }

  private static boolean stands(byte[] what, byte[] bytes, int at, int to) {
    return at + what.length <= to
        && Arrays.equals(bytes, at, at + what.length, what, 0, what.length);
  }

  /// The chunk at hand, as an edit of its event.
  private final class Chunk {
    private final byte[] data = event.data();
    private final int[] cuts = new int[2 * MOST]; // in `data`, start and end of each
    private int used; // of `cuts`
    private boolean usage;
    private boolean more; // than usage

    void write(byte[] bytes, int from, int to, Out out) {
      if (!isObject()) {
        out.write(bytes, from, to);
      } else if (more || !usage) {
        int at = from;
        for (int i = 0; i < used; i += 2) {
          out.write(bytes, at, event.origin(cuts[i]));
          at = event.origin(cuts[i + 1]);
        }
        out.write(bytes, at, to);
      }
    }

    private boolean isObject() {
      int from = event.from();
      try (JsonParser json =
          Walk.JSON.createParser(ObjectReadContext.empty(), data, from, event.to() - from)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          return false;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME && used < cuts.length) {
          member(json, from);
        }
        return json.nextToken() == null;
      } catch (JacksonException malformed) {
        return false;
      }
    }

    private void member(JsonParser json, int from) {
      if (!json.currentName().equals("usage")) {
        more |= json.nextToken().isStructStart() && isFilled(json);
        return;
      }
      int start = from + (int) json.currentTokenLocation().getByteOffset();
      JsonToken value = json.nextToken();
      if (value.isStructStart() || value == JsonToken.VALUE_NULL) {
        usage |= value.isStructStart();
        json.skipChildren();
        cut(start, from + (int) json.currentLocation().getByteOffset());
      }
    }

    /// Goes past a container; says whether it holds anything.
    private static boolean isFilled(JsonParser json) {
      boolean filled = false;
      for (int depth = 1; depth > 0; ) {
        JsonToken token = json.nextToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        filled |= depth > 0;
      }
      return filled;
    }

    /// Cuts a member with one comma: the one before it, or after it where it is the first.
    private void cut(int start, int end) {
      int last = used == 0 ? event.from() : cuts[used - 1];
      int before = start;
      while (before > last && isSpace(data[before - 1])) {
        before--;
      }
      int after = skipSpace(end);
      boolean follows = before > last && data[before - 1] == ',';
      boolean leads = !follows && after < event.to() && data[after] == ',';
      cuts[used++] = follows ? before - 1 : start;
      cuts[used++] = leads ? after + 1 : end;
    }

    private int skipSpace(int from) {
      int at = from;
      while (at < event.to() && isSpace(data[at])) {
        at++;
      }
      return at;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
