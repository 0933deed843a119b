package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One call of a feature over HTTP, as an application makes it.
final class FeatureCall {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// What came: `said` is the answer, or the error, and `text` may be there with either. Times are
  /// the client's.
  record Came(
      int status,
      JsonNode said,
      String text,
      Duration latency,
      @Nullable Duration firstText,
      String attempts) {
    boolean isError() {
      return said.has("error");
    }
  }

  private final HttpClient client;
  private final Consumer<String> listener;
  private final StringBuilder text = new StringBuilder();
  private final long began = System.nanoTime();
  private @Nullable Duration firstText;

  /// `listener` gets the text piece by piece.
  FeatureCall(HttpClient client, Consumer<String> listener) {
    this.client = client;
    this.listener = listener;
  }

  Came to(String address, String feature, String body, @Nullable String key)
      throws IOException, InterruptedException {
    String name = URLEncoder.encode(feature, UTF_8).replace("+", "%20");
    var request =
        HttpRequest.newBuilder(URI.create(address + "/v1/features/" + name + "/completions"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (key != null) {
      request.header("authorization", "Bearer " + key);
    }
    var response = client.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      boolean stream =
          response.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
      return came(response, stream ? events(in) : whole(in));
    }
  }

  private Came came(HttpResponse<?> response, JsonNode said) {
    return new Came(
        response.statusCode(),
        said,
        text.toString(),
        since(),
        firstText,
        response.headers().firstValue("x-headgate-attempts").orElse(""));
  }

  private JsonNode whole(InputStream in) throws IOException {
    JsonNode said = read(new String(in.readAllBytes(), UTF_8));
    hear(said.path("text").asString(""));
    return said;
  }

  /// The event that ends the stream; of one that breaks off, an error.
  private JsonNode events(InputStream in) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(in, UTF_8));
    String event = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event:")) {
        event = line.substring("event:".length()).strip();
      } else if (line.startsWith("data:")) {
        JsonNode data = read(line.substring("data:".length()));
        if (!event.equals("text")) {
          return data;
        }
        firstText = firstText == null ? since() : firstText;
        hear(data.path("text").asString(""));
      }
    }
    return read("{\"error\":{\"message\":\"The stream broke off.\"}}");
  }

  private void hear(String piece) {
    text.append(piece);
    listener.accept(piece);
  }

  private static JsonNode read(String json) throws IOException {
    try {
      return JSON.readTree(json);
    } catch (JacksonException malformed) {
      throw new IOException("no JSON came; is this a Headgate?", malformed);
    }
  }

  private Duration since() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
