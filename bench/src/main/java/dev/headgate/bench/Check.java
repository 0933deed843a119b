package dev.headgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Looks, before anything is measured, whether the gateways do what the figures will stand for.
final class Check {
  private static final Pattern CALL_ID = Pattern.compile("(?i)x-headgate-call-id: (\\S+)");
  private static final Duration LOGGED = Duration.ofSeconds(5);

  private final Mock mock;

  Check(Mock mock) {
    this.mock = mock;
  }

  /// One whole answer and one stream come through.
  void passes(Gateway gateway) {
    Probe.Answer whole = ask(gateway, Load.SMALL);
    require(whole.text().contains("\"chat.completion\""), gateway, "whole answer", whole);
    Probe.Answer stream = ask(gateway, Load.FEW_STREAMS);
    long events = stream.text().lines().filter(line -> line.startsWith("data: ")).count();
    require(events == Load.FEW_STREAMS.script().events(), gateway, "all events", stream);
  }

  /// Keys are asked for and exchanged, the model rewritten, usage asked for and hidden, calls
  /// logged.
  void isOurs(Gateway headgate) {
    byte[] stranger = Bytes.request("sk-hg-stranger", 1024, false);
    Probe.Answer refused = Probe.ask(headgate.port(), stranger);
    require(refused.status() == 401, headgate, "401 without a key", refused);

    mock.record(true);
    Probe.Answer stream = ask(headgate, Load.FEW_STREAMS);
    String seen = mock.seen();
    mock.record(false);
    require(
        seen.toLowerCase(Locale.ROOT).contains("authorization: bearer " + Bytes.UPSTREAM_KEY)
            && !seen.contains(headgate.credential()),
        headgate,
        "the upstream's key in place of ours",
        stream);
    require(seen.contains("\"model\":\"m\""), headgate, "the upstream's model", stream);
    require(seen.contains("include_usage"), headgate, "usage asked for", stream);
    require(!stream.text().contains("\"usage\":{"), headgate, "no trace of that", stream);
    logged(headgate, stream);
  }

  private static void logged(Gateway headgate, Probe.Answer answer) {
    var id = CALL_ID.matcher(answer.text());
    require(id.find(), headgate, "a call id", answer);
    Wait.until("a log line with the call's id", LOGGED, () -> log(headgate).contains(id.group(1)));
  }

  private static String log(Gateway gateway) {
    try {
      return Files.readString(gateway.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Probe.Answer ask(Gateway gateway, Load load) {
    mock.follow(load.script());
    byte[] request = gateway.request(load.body(), load.streaming());
    Probe.Answer answer = Probe.ask(gateway.port(), request);
    require(answer.status() == 200, gateway, "200", answer);
    return answer;
  }

  private static void require(boolean is, Gateway gateway, String what, Probe.Answer answer) {
    if (!is) {
      String text = answer.text().substring(0, Math.min(1_000, answer.text().length()));
      throw new Failed(gateway.name() + ", expected: " + what + "; got:\n" + text);
    }
  }
}
