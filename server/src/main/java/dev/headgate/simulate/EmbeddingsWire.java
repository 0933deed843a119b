package dev.headgate.simulate;

import dev.headgate.base.Request;
import dev.headgate.protocol.Family;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/embeddings`: vectors of length 1 that depend on nothing but the text.
final class EmbeddingsWire implements Wire {
  private static final int DIMENSIONS = 256;
  private static final int MOST_DIMENSIONS = 3_072;
  private static final int MOST_INPUTS = 2_048;

  @Override
  public Family family() {
    return Family.OPENAI;
  }

  @Override
  public Ask read(Request request, ObjectNode body) {
    if (!body.hasNonNull("input")) {
      throw Rejected.missing("input");
    }
    if (inputs(body).size() > MOST_INPUTS || dimensions(body) > MOST_DIMENSIONS) {
      throw Rejected.invalid("Too many inputs or dimensions.", "input");
    }
    return Ask.unsaid(body, new Texts().add(body.get("input")));
  }

  /// A text, a list of texts, a list of tokens, or a list of such lists.
  private static List<JsonNode> inputs(JsonNode body) {
    JsonNode input = body.path("input");
    boolean several = input.isArray() && !input.path(0).isNumber();
    return several ? List.copyOf(input.values()) : List.of(input);
  }

  private static int dimensions(JsonNode body) {
    return Ask.integer(body, 1, DIMENSIONS, "dimensions");
  }

  @Override
  public String whole(Answer answer) {
    JsonNode body = answer.ask().body();
    boolean packed = body.path("encoding_format").asString("").equals("base64");
    var data = new StringJoiner(",");
    int index = 0;
    for (JsonNode input : inputs(body)) {
      float[] vector = vector(new Texts().add(input).hash(), dimensions(body));
      data.add(
          "{\"object\":\"embedding\",\"index\":%d,\"embedding\":%s}"
              .formatted(index++, packed ? base64(vector) : Arrays.toString(vector)));
    }
    Tokens usage = answer.usage();
    String counts =
        usage == null
            ? ""
            : ",\"usage\":{\"prompt_tokens\":%1$d,\"total_tokens\":%1$d}".formatted(usage.input());
    return "{\"object\":\"list\",\"data\":[%s],\"model\":%s%s}"
        .formatted(data, Json.text(answer.ask().model()), counts);
  }

  private static float[] vector(int hash, int dimensions) {
    var random = new SplittableRandom(hash);
    double[] raw = random.doubles(dimensions, -1, 1).toArray();
    double length = Math.sqrt(Arrays.stream(raw).map(x -> x * x).sum());
    var vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (raw[i] / length);
    }
    return vector;
  }

  /// Little-endian, as the SDKs expect it.
  private static String base64(float[] vector) {
    var bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return "\"" + Base64.getEncoder().encodeToString(bytes.array()) + "\"";
  }
}
