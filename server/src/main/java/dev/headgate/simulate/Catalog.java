package dev.headgate.simulate;

import dev.headgate.protocol.Family;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /v1/models` and `/v1/models/{id}`, in the shape of either vendor.
final class Catalog {
  private static final String PATH = "/v1/models";

  private Catalog() {}

  static ObjectNode answer(Family family, String method, String path) {
    boolean one = path.startsWith(PATH + "/");
    if (!one && !path.equals(PATH)) {
      throw Rejected.status(404);
    }
    if (!method.equals("GET")) {
      throw Rejected.status(405);
    }
    return one ? entry(family, known(path.substring(PATH.length() + 1))) : list(family, Model.ALL);
  }

  private static Model known(String id) {
    for (Model model : Model.ALL) {
      if (model.id().equals(id)) {
        return model;
      }
    }
    throw Rejected.model(id);
  }

  private static ObjectNode list(Family family, List<Model> models) {
    ArrayNode entries = Json.array();
    models.forEach(model -> entries.add(entry(family, model)));
    return switch (family) {
      case OPENAI -> Json.object("object", "list", "data", entries);
      case ANTHROPIC ->
          Json.object(
              "data",
              entries,
              "has_more",
              false,
              "first_id",
              models.getFirst().id(),
              "last_id",
              models.getLast().id());
    };
  }

  private static ObjectNode entry(Family family, Model model) {
    return switch (family) {
      case OPENAI ->
          Json.object(
              "id",
              model.id(),
              "object",
              "model",
              "created",
              Answer.CREATED,
              "owned_by",
              "simulator");
      case ANTHROPIC ->
          Json.object(
              "type",
              "model",
              "id",
              model.id(),
              "display_name",
              model.id(),
              "created_at",
              "2026-01-01T00:00:00Z",
              "lifecycle",
              "active",
              "max_input_tokens",
              200_000,
              "max_tokens",
              64_000,
              "capabilities",
              null);
    };
  }
}
