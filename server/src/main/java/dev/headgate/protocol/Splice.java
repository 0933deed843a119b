package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Out;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A document with some of its members exchanged; every other byte stays as it came.
final class Splice {
  private record Edit(int from, int to, byte[] bytes) {}

  private final Document document;
  private final List<Edit> edits = new ArrayList<>(6);

  Splice(Document document) {
    this.document = document;
  }

  /// Writes `json` in the place of the member's value.
  Splice replace(Member member, String json) {
    edits.add(new Edit(member.valueStart, member.valueEnd, json.getBytes(UTF_8)));
    return this;
  }

  /// Takes a member out, the only one, with the comma that parted it from a neighbour.
  Splice remove(Member member) {
    boolean leads = member.previousEnd < 0;
    int from = leads ? member.start : member.previousEnd;
    int to = leads && member.nextStart >= 0 ? member.nextStart : member.valueEnd;
    edits.add(new Edit(from, to, new byte[0]));
    return this;
  }

  /// Adds a member before the closing brace of `parent`.
  Splice add(Member parent, String name, String json) {
    int brace = parent.valueEnd - 1;
    String comma = isFirst(brace) ? "" : ",";
    edits.add(new Edit(brace, brace, (comma + "\"" + name + "\":" + json).getBytes(UTF_8)));
    return this;
  }

  private boolean isFirst(int brace) {
    int at = brace - 1;
    while (document.bytes[at] <= ' ') {
      at--;
    }
    return document.bytes[at] == '{';
  }

  byte[] bytes() {
    if (edits.isEmpty()) {
      return document.bytes;
    }
    edits.sort(Comparator.comparingInt(Edit::from));
    var out = new Out();
    int at = 0;
    for (Edit edit : edits) {
      if (edit.from < at) {
        continue; // inside a value that is exchanged as a whole
      }
      out.write(document.bytes, at, edit.from);
      out.write(edit.bytes, 0, edit.bytes.length);
      at = edit.to;
    }
    out.write(document.bytes, at, document.bytes.length);
    return out.takeAllBut(0);
  }
}
