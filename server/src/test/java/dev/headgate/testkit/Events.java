package dev.headgate.testkit;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A strict reader of server-sent events, by the letter of the HTML standard: what it does not
/// dispatch, no client sees.
public final class Events {
  /// One dispatched event.
  public record Event(String name, String data) {
    public JsonNode json() {
      return new JsonMapper().readTree(data);
    }
  }

  private Events() {}

  /// All events of a body; what comes after the last blank line is lost, as the standard wants.
  public static List<Event> of(String body) {
    var events = new ArrayList<Event>();
    var data = new ArrayList<String>();
    String name = "";
    String plain = body.startsWith("\ufeff") ? body.substring(1) : body;
    String[] lines = plain.split("\r\n|\n|\r", -1); // the last is unfinished
    for (String line : List.of(lines).subList(0, lines.length - 1)) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          events.add(new Event(name, String.join("\n", data)));
        }
        data.clear();
        name = "";
      } else if (line.startsWith("data:")) {
        data.add(line.substring(5).replaceFirst("^ ", ""));
      } else if (line.startsWith("event:")) {
        name = line.substring(6).replaceFirst("^ ", "");
      }
    }
    return events;
  }
}
