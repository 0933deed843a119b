package dev.headgate.simulate;

import static java.util.stream.Collectors.joining;

import dev.headgate.protocol.Family;

/// `GET /v1/models` and `/v1/models/{id}`, in the shape of either vendor.
final class Catalog {
  private static final String PATH = "/v1/models";

  private Catalog() {}

  static String answer(Family family, String method, String path) {
    boolean one = path.startsWith(PATH + "/");
    if (!one && !path.equals(PATH)) {
      throw Rejected.status(404);
    }
    if (!method.equals("GET")) {
      throw Rejected.status(405);
    }
    return one ? entry(family, known(path.substring(PATH.length() + 1))) : all(family);
  }

  private static Model known(String id) {
    return Model.ALL.stream()
        .filter(model -> model.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Rejected.model(id));
  }

  private static String all(Family family) {
    String entries = Model.ALL.stream().map(model -> entry(family, model)).collect(joining(","));
    return switch (family) {
      case OPENAI -> "{\"object\":\"list\",\"data\":[" + entries + "]}";
      case ANTHROPIC ->
          """
          {"data":[%s],"has_more":false,"first_id":"%s","last_id":"%s"}\
          """
              .formatted(entries, Model.ALL.getFirst().id(), Model.ALL.getLast().id());
    };
  }

  private static String entry(Family family, Model model) {
    return switch (family) {
      case OPENAI ->
          """
          {"id":"%s","object":"model","created":%d,"owned_by":"simulator"}\
          """
              .formatted(model.id(), Answer.CREATED);
      case ANTHROPIC ->
          """
          {"type":"model","id":"%1$s","display_name":"%1$s","created_at":"2026-01-01T00:00:00Z",\
          "lifecycle":"active","max_input_tokens":200000,"max_tokens":64000,"capabilities":null}\
          """
              .formatted(model.id());
    };
  }
}
