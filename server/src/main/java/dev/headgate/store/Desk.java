package dev.headgate.store;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// The platform threads that talk to databases: one that writes, two that read. Whoever asks waits.
public final class Desk implements AutoCloseable {
  private static final int READERS = 2;

  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("store-write").daemon().factory());
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          READERS, Thread.ofPlatform().name("store-read-", 1).daemon().factory());

  <T> T writing(Supplier<T> work) {
    return done(writer.submit(work::get));
  }

  <T> T reading(Supplier<T> work) {
    return done(readers.submit(work::get));
  }

  private static <T> T done(Future<T> work) {
    try {
      return work.get();
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts a call", bug);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
