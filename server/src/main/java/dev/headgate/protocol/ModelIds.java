package dev.headgate.protocol;

import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads a vendor's list of models, `{"data":[{"id":…}]}` in every family. At most 4 MB and 10,000
/// models.
public final class ModelIds implements Tap {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST = 4 << 20;
  private static final int MOST = 10_000;

  private final Out body = new Out();
  private volatile List<String> found = List.of();

  /// In the vendor's order; empty until the whole list has come.
  public List<String> found() {
    return found;
  }

  @Override
  public int held() {
    return LONGEST;
  }

  @Override
  public Step take(byte[] bytes, int from, int to, Out out) {
    body.write(bytes, from, to);
    return body.size() > LONGEST ? Step.BROKEN : Step.MORE;
  }

  @Override
  public Step end(Out out) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body.takeAllBut(0))) {
      found = List.copyOf(ids(json));
      return Step.LAST;
    } catch (JacksonException malformed) {
      return Step.BROKEN;
    }
  }

  /// The ids of objects in a list in the outermost object.
  private static List<String> ids(JsonParser json) {
    var ids = new ArrayList<String>();
    int depth = 0;
    for (var token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (depth == 3 && token.isScalarValue() && "id".equals(json.currentName())) {
        ids.add(json.getString());
      }
    }
    return ids.subList(0, Math.min(ids.size(), MOST));
  }
}
