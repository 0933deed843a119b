package dev.headgate.config;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells when files have changed, by looking at them five times a second: that also works on
/// network volumes, and behind the symbolic links that Kubernetes swaps.
///
/// It speaks once for each change, a file's absence included, and only when all have stood still
/// for 400 ms, so that a file written in two halves is not read in between. It may speak where no
/// byte has changed: compare the hashes. Make it before the first reading; `files` names what the
/// last reading asked for, even if that failed.
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int STILL = 2;

  private final Supplier<Set<Path>> files;
  private final Runnable changed;
  private final long pauseMillis;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;

  private Map<Path, Look> loaded;
  private Map<Path, Look> last;
  private int still;

  public Watch(Supplier<Set<Path>> files, Runnable changed) {
    this(files, changed, PAUSE);
  }

  Watch(Supplier<Set<Path>> files, Runnable changed, Duration pause) {
    this.files = files;
    this.changed = changed;
    this.pauseMillis = pause.toMillis();
    this.loaded = look();
    this.last = loaded;
    Thread.ofPlatform().name("config-watch").daemon().start(this::run);
  }

  /// Speaks at once, changed or not, on the thread on which it always does.
  public void now() {
    wake.release();
  }

  /// Ends it; what runs at that moment runs to its end.
  @Override
  public void close() {
    closed = true;
    wake.release();
  }

  private void run() {
    try {
      while (true) {
        boolean asked = wake.tryAcquire(pauseMillis, MILLISECONDS);
        if (closed) {
          return;
        }
        speakIf(asked);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void speakIf(boolean asked) {
    try {
      Map<Path, Look> now = look();
      still = now.equals(last) ? still + 1 : 0;
      last = now;
      // new here: it may have changed since it was read; no longer named: it does not matter
      boolean differs = !loaded.entrySet().containsAll(now.entrySet());
      if (asked || (differs && still >= STILL)) {
        loaded = now;
        changed.run();
      }
    } catch (RuntimeException | Error bug) {
      LOG.error("the configuration's files are watched on after a bug", bug);
    }
  }

  private Map<Path, Look> look() {
    return files.get().stream().collect(toMap(file -> file, Look::at));
  }

  /// What tells one state of a file from another without reading it: where its links lead, and the
  /// size, time and identity of what is there. Compared for being the same only: clocks go back.
  private record Look(Path real, long size, FileTime modified, @Nullable Object key) {
    private static final FileTime NEVER = FileTime.fromMillis(0);

    static Look at(Path file) {
      try {
        Path real = file.toRealPath();
        var attributes = Files.readAttributes(real, BasicFileAttributes.class);
        return new Look(
            real, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
      } catch (IOException _) {
        return new Look(file, -1, NEVER, null);
      }
    }
  }
}
