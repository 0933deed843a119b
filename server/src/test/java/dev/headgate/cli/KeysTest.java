package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeysTest extends CommandLineTest {
  @Test
  void aNewKeyLetsItsApplicationIn() throws Exception {
    Said said = headgate("keys", "new", "web-1");
    var line = Pattern.compile("export (HEADGATE_KEY_WEB_1)=(sk-hg-\\S+)").matcher(said.out());
    assertThat(line.find()).isTrue();
    environment.put(line.group(1), line.group(2));
    environment.put("OPENAI_API_KEY", "sk-1");
    String keys = said.out().substring(said.out().indexOf("keys:"));
    write("headgate.yaml", "server: { port: 0 }\n" + keys);

    try (Running server = running("serve")) {
      String address = server.err("listens on (http://127.0.0.1:\\d+)");
      server.err("(one application key)");

      assertThat(status(address, line.group(2))).isEqualTo(200);
      assertThat(status(address, line.group(2) + "x")).isEqualTo(401);
    }
  }

  private static int status(String address, String key) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(address + "/v1/models"))
              .header("authorization", "Bearer " + key)
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }
}
