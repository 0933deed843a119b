// Asks a feature with nothing but the JDK (25), and shows its answer as it comes: java Stream.java [QUESTION]
import module java.net.http;

final String gate = System.getenv().getOrDefault("HEADGATE_URL", "http://127.0.0.1:4000");
// an application key, where the gate asks for one
final String key = System.getenv().getOrDefault("HEADGATE_KEY", "none");

void main(String[] arguments) throws IOException, InterruptedException {
  var question = arguments.length > 0 ? arguments[0] : "Where is my parcel?";
  try (var client = HttpClient.newHttpClient()) {
    var answer = client.send(request(question), HttpResponse.BodyHandlers.ofLines());
    IO.println(answer.statusCode() + " by variant " + answer.headers().firstValue("x-headgate-variant").orElse("-"));
    var event = "";
    for (String line : (Iterable<String>) answer.body()::iterator) {
      if (line.startsWith("event: ")) {
        event = line.substring(7);
      } else if (line.startsWith("data: ")) {
        IO.println(event + " " + line.substring(6)); // text, text, …, and in the end: end or error
      }
    }
  }
}

HttpRequest request(String question) {
  var body =
      """
      {"inputs": {"question": "%s"}, "targeting_key": "ada", "stream": true}
      """
          .formatted(question.replace("\\", "\\\\").replace("\"", "\\\""));
  return HttpRequest.newBuilder(URI.create(gate + "/v1/features/support-reply/completions"))
      .timeout(Duration.ofSeconds(60))
      .header("Authorization", "Bearer " + key)
      .header("Content-Type", "application/json")
      .POST(HttpRequest.BodyPublishers.ofString(body))
      .build();
}
