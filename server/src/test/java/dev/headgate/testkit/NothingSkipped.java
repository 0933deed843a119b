package dev.headgate.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/// Fails a test that would count as skipped because an assumption does not hold. What it needs it
/// has to bring along.
public final class NothingSkipped
    implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
  @Override
  public void handleTestExecutionException(ExtensionContext test, Throwable thrown)
      throws Throwable {
    fail(thrown);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext test, Throwable thrown)
      throws Throwable {
    fail(thrown);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext test, Throwable thrown)
      throws Throwable {
    fail(thrown);
  }

  private static void fail(Throwable thrown) throws Throwable {
    if (thrown instanceof TestAbortedException) {
      throw new AssertionError("a skipped test looks like a passed one", thrown);
    }
    throw thrown;
  }
}
