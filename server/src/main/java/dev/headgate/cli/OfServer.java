package dev.headgate.cli;

import dev.headgate.access.AdminKey;
import dev.headgate.base.Field;
import dev.headgate.base.Request;
import dev.headgate.base.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The operations of a server that runs.
final class OfServer implements Operations {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client;
  private final String address;
  private final Secret key;

  private OfServer(HttpClient client, String address, Secret key) {
    this.client = client;
    this.address = address;
    this.key = key;
  }

  /// A server elsewhere, believed as this machine believes others.
  static OfServer elsewhere(String address, Secret key) {
    return new OfServer(client().build(), address, key);
  }

  /// The one that left this file.
  static OfServer here(AdminFile file, Secret key) {
    var client = client();
    if (file.certificate() != null) {
      client.sslContext(Pinned.context(file.certificate()));
    }
    return new OfServer(client.build(), file.address(), key);
  }

  private static HttpClient.Builder client() {
    return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
  }

  /// Whether anybody listens there.
  boolean isThere() {
    try {
      send(Operations.get("/admin/v1"));
      return true;
    } catch (ConnectException nobody) {
      return false;
    } catch (IOException broken) {
      return true;
    }
  }

  @Override
  public byte[] ask(Request request) {
    try {
      HttpResponse<byte[]> said = send(request);
      if (said.statusCode() == 200) {
        return said.body();
      }
      throw new Failure(Operations.exit(said.statusCode()), error(said));
    } catch (IOException nobody) {
      throw new Failure(
          Exit.NOT_THERE,
          "no server answers at " + address + " (" + why(nobody) + "); name another with --url");
    }
  }

  @Override
  public boolean isLive() {
    return true;
  }

  private static String why(IOException nobody) {
    return nobody.getMessage() == null ? "no connection" : nobody.getMessage();
  }

  private String error(HttpResponse<byte[]> said) {
    try {
      String message = JsonMapper.shared().readTree(said.body()).at("/error/message").asString("");
      if (!message.isEmpty()) {
        return Terminal.clean(message);
      }
    } catch (JacksonException _) {
      // said below
    }
    return address + " answers " + said.statusCode() + "; is it a Headgate?";
  }

  private HttpResponse<byte[]> send(Request request) throws IOException {
    var out =
        HttpRequest.newBuilder(URI.create(address + request.path()))
            .timeout(PATIENCE)
            .header("authorization", "Bearer " + key.reveal())
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    for (Field field : request.fields()) {
      out.header(field.name(), field.value());
    }
    try {
      return client.send(out.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    }
  }

  /// Where the environment has to say the key of a server elsewhere.
  static Failure keyless() {
    return new Failure(
        Exit.USAGE, AdminKey.VARIABLE + " is not set (expected: the admin key of that server)");
  }

  @Override
  public void close() {
    client.close();
  }
}
