package dev.headgate.telemetry;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// All that is counted, with who is sent it. To make it takes a third of a second.
final class Counted implements AutoCloseable {
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final @Nullable Push push;
  private final Meters meters;
  private final Metrics metrics;
  private final Jvm jvm;

  Counted(@Nullable Push push, OtelConfig.GenAi names) {
    this.push = push;
    var exemplar = new Exemplar();
    meters = new Meters(exemplar, push == null ? null : push.registry());
    metrics = new Metrics(meters, exemplar, names);
    jvm = new Jvm(meters.registry());
  }

  Meters meters() {
    return meters;
  }

  Metrics metrics() {
    return metrics;
  }

  /// All of it in the format of a content type.
  byte[] written(String type) {
    var bytes = new ByteArrayOutputStream(64 << 10);
    try {
      formats.findWriter(type).write(bytes, meters.snapshots());
    } catch (IOException bug) {
      throw new IllegalStateException("memory cannot be written", bug);
    }
    return bytes.toByteArray();
  }

  /// Pushes once more.
  @Override
  public void close() {
    if (push != null) {
      push.close();
    }
    jvm.close();
  }
}
