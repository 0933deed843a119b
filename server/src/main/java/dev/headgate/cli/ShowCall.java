package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `headgate call ID`
@Command(
    name = "call",
    description = "Tells the story of a call: why it was slow, why it was dear.")
final class ShowCall implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID",
      description = "Its id or the beginning of one, or what headgate calls shows under TIME.")
  private String id = "";

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  private final ZoneId zone = ZoneId.systemDefault();

  @Override
  public Integer call() {
    JsonNode call;
    try (Operations operations = server.open()) {
      Optional<Instant> began = began();
      String which = began.isPresent() ? at(operations, began.get()) : id;
      call = operations.read("/admin/v1/calls/" + URLEncoder.encode(which, UTF_8));
    }
    terminal
        .out()
        .println(output.isJson() ? OutputOption.json(call) : new CallStory(call, zone).text());
    return Exit.DONE;
  }

  /// A time as it stands in the table, which is today's without a date.
  private Optional<Instant> began() {
    String text = id.strip().replace(' ', 'T');
    try {
      if (text.length() > 8 && text.charAt(2) == ':') {
        var today = LocalDate.now(zone);
        return Optional.of(LocalTime.parse(text).atDate(today).atZone(zone).toInstant());
      }
      return text.contains("T")
          ? Optional.of(LocalDateTime.parse(text).atZone(zone).toInstant())
          : Optional.empty();
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  private String at(Operations operations, Instant began) {
    JsonNode calls =
        operations
            .read("/admin/v1/calls?since=" + began + "&until=" + began.plusMillis(1))
            .path("calls");
    if (calls.isEmpty()) {
      throw new Failure(Exit.NOT_THERE, "no call came at " + id);
    }
    if (calls.size() > 1) {
      String ids =
          calls
              .valueStream()
              .map(call -> "\n  " + call.path("id").asString())
              .collect(Collectors.joining());
      throw new Failure(Exit.USAGE, calls.size() + " calls came at " + id + ":" + ids);
    }
    return calls.get(0).path("id").asString();
  }
}
