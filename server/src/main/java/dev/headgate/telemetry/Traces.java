package dev.headgate.telemetry;

import dev.headgate.base.Clock;
import dev.headgate.record.CallRecord;
import java.net.URI;
import java.util.function.Consumer;

/// Sends the spans of finished calls by OTLP (protobuf over HTTP) to where the configuration says:
/// of all calls that are worth it, and of a share of the rest. Shown calls by one thread, which it
/// never keeps waiting.
public final class Traces implements Consumer<CallRecord>, AutoCloseable {
  private final TraceSampling sampling;
  private final SpanQueue queue;
  private volatile TraceSetting setting;

  /// `config` has an endpoint. `version` is the program's own.
  public Traces(OtelConfig config, String version, TraceSetting setting, Clock clock) {
    URI to = config.endpoint();
    if (to == null) {
      throw new IllegalArgumentException("endpoint: none (expected: a URL)");
    }
    this.setting = setting;
    sampling = new TraceSampling(config.sample());
    queue =
        new SpanQueue(
            () -> new SpanSender(config, to, version, () -> this.setting),
            to.getAuthority(),
            clock);
  }

  /// Another configuration has taken over.
  public void follow(TraceSetting next) {
    setting = next;
  }

  @Override
  public void accept(CallRecord call) {
    take(call);
  }

  /// Says whether the call's spans are sent.
  boolean take(CallRecord call) {
    boolean kept = sampling.keeps(call, setting);
    if (kept) {
      queue.add(call);
    }
    return kept;
  }

  /// Calls whose spans were to be sent and never will be.
  public long dropped() {
    return queue.dropped();
  }

  /// Requests to the receiver that failed for good.
  public long failures() {
    return queue.failures();
  }

  /// Sends what is waiting, for two seconds at most.
  @Override
  public void close() {
    queue.close();
  }
}
