package dev.headgate.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Printable;
import dev.headgate.base.Usage;
import dev.headgate.record.CallJson;
import dev.headgate.record.CallRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One line per call: JSON for machines, or columns for a person at a terminal.
public final class CallLog implements Consumer<CallRecord> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final Lines lines;
  private final boolean forPeople;

  public CallLog(Lines lines, boolean forPeople) {
    this.lines = lines;
    this.forPeople = forPeople;
  }

  @Override
  public void accept(CallRecord call) {
    lines.add(forPeople ? columns(call).getBytes(UTF_8) : CallJson.line(call));
  }

  private static String columns(CallRecord call) {
    var ending = call.ending();
    String what = call.asked().feature() == null ? call.asked().model() : feature(call);
    return String.format(
        Locale.ROOT,
        "%s  %-9s %3d  %8.1f ms  %-12s %-32s %-36s %s%s",
        TIME.format(Instant.ofEpochMilli(call.epochMillis())),
        ending.outcome().text(),
        ending.status(),
        ending.durationMillis(),
        call.asked().surface(),
        Printable.of(orDash(what)),
        Printable.of(orDash(call.served().target())),
        tokens(call.usage()),
        ending.cause() == null ? "" : "  " + ending.cause());
  }

  private static String feature(CallRecord call) {
    return call.asked().feature() + ":" + orDash(call.served().variant());
  }

  private static String tokens(Usage usage) {
    return usage.isKnown() ? usage.input() + " > " + usage.output() + " tokens" : "";
  }

  private static String orDash(@Nullable String text) {
    return text == null ? "-" : text;
  }
}
