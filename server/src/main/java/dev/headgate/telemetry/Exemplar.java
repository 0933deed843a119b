package dev.headgate.telemetry;

import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/// The span that the next observation is of, if the thread that said so makes it. What other
/// threads count is of no span.
final class Exemplar implements SpanContext {
  private @Nullable String trace;
  private @Nullable String span;
  private boolean kept;
  private volatile @Nullable Thread observer;

  /// `kept` if the span can be looked up.
  void is(String trace, String span, boolean kept) {
    this.trace = trace;
    this.span = span;
    this.kept = kept;
    observer = Thread.currentThread();
  }

  @Override
  public @Nullable String getCurrentTraceId() {
    return trace;
  }

  @Override
  public @Nullable String getCurrentSpanId() {
    return span;
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return Thread.currentThread() == observer && kept;
  }

  @Override
  public void markCurrentSpanAsExemplar() {}
}
