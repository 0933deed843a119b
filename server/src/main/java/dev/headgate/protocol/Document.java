package dev.headgate.protocol;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// A request's JSON object, checked as a whole, with the places of the members that Headgate reads
/// or edits. Everything else is only known to be there. Nests 200 levels at most.
final class Document {
  private static final int DEEPEST = 200;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(64 << 20)
                  .build())
          .build();

  final byte[] bytes;
  final Member root;

  private Document(byte[] bytes, Member root) {
    this.bytes = bytes;
    this.root = root;
  }

  /// Reads `wanted` members, the inner ones named by their path: `stream_options.include_usage`.
  static Decision<Document> read(byte[] bytes, Set<String> wanted) {
    if (!isUtf8Object(bytes)) {
      return Decision.no(invalid("the body is not a JSON object in UTF-8"));
    }
    var root = new Member("", -1, 0);
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      json.nextToken();
      new Scan(json, wanted).object(root, "");
      if (json.nextToken() != null) {
        return Decision.no(invalid("something follows the JSON object"));
      }
      return Decision.yes(new Document(bytes, root));
    } catch (Scan.Twice twice) {
      return Decision.no(
          new Refusal(
              Code.DUPLICATE_MEMBER,
              twice.path + " stands twice in the request (expected: once)",
              twice.path));
    } catch (StreamConstraintsException beyond) {
      return Decision.no(invalid("it nests deeper than " + DEEPEST + " levels or is too long"));
    } catch (JacksonException malformed) {
      return Decision.no(invalid(place(malformed.getLocation())));
    }
  }

  /// The parser would also take UTF-16 and UTF-32, whose offsets are not ours.
  private static boolean isUtf8Object(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && " \t\r\n".indexOf(bytes[at]) >= 0) {
      at++;
    }
    return at + 1 < bytes.length && bytes[at] == '{' && bytes[at + 1] != 0 && Utf8.isValid(bytes);
  }

  private static Refusal invalid(String why) {
    return new Refusal(Code.INVALID_JSON, "The request's body is not valid JSON: " + why + ".");
  }

  /// Where it broke, and never what stands there.
  private static String place(@Nullable TokenStreamLocation at) {
    return at == null
        ? "malformed"
        : "malformed at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /// The member at a path, if it is there and not null.
  Optional<Member> member(String path) {
    Member found = root;
    for (int from = 0; found != null && from <= path.length(); ) {
      int dot = path.indexOf('.', from);
      int to = dot < 0 ? path.length() : dot;
      found = found.member(path.substring(from, to));
      from = to + 1;
    }
    return Optional.ofNullable(found).filter(each -> !each.isNull());
  }

  /// A copy of the bytes of the member's value.
  byte[] value(Member member) {
    return Arrays.copyOfRange(bytes, member.valueStart, member.valueEnd);
  }

  /// Goes through the tokens once.
  private record Scan(JsonParser json, Set<String> wanted) {
    /// A member that we read stands there twice.
    private static final class Twice extends RuntimeException {
      final String path;

      Twice(String path) {
        super(path, null, false, false);
        this.path = path;
      }
    }

    void object(Member parent, String prefix) {
      Member last = null;
      int end = -1;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        int start = offset(json.currentTokenLocation());
        if (last != null) {
          last.nextStart = start;
          last = null;
        }
        String path = prefix + json.currentName();
        JsonToken form = json.nextToken();
        if (wanted.contains(path)) {
          last = new Member(json.currentName(), end, start);
          if (parent.members.put(last.name, last) != null) {
            throw new Twice(path);
          }
          value(last, form, path);
          end = last.valueEnd;
        } else {
          json.skipChildren();
          end = end();
          parent.unread = parent.unread == null ? path : parent.unread;
        }
      }
      parent.valueEnd = end();
    }

    private void value(Member member, JsonToken form, String path) {
      member.form = form;
      member.valueStart = offset(json.currentTokenLocation());
      if (form == JsonToken.START_OBJECT) {
        object(member, path + ".");
      } else {
        if (form.isScalarValue()) {
          member.text = json.getString();
        }
        json.skipChildren();
      }
      member.valueEnd = end();
    }

    /// Where the current token ends.
    private int end() {
      json.finishToken();
      return offset(json.currentLocation());
    }

    private static int offset(TokenStreamLocation at) {
      return (int) at.getByteOffset();
    }
  }
}
