package dev.headgate.cli;

import dev.headgate.store.StoreException;
import java.io.IOException;
import java.net.BindException;
import java.util.function.Supplier;

/// Starts what listens. An address that cannot be had is the user's affair and no bug.
final class Listening {
  private Listening() {}

  /// `advice` is what to do about one that is taken.
  static <T> T at(String address, String advice, Supplier<T> start) {
    try {
      return start.get();
    } catch (StoreException elsewhere) {
      throw elsewhere;
    } catch (Exception failed) { // the transport also throws what it does not declare
      for (Throwable why = failed; why != null; why = why.getCause()) {
        if (why instanceof IOException refused) {
          throw new Failure(Exit.FAILED, message(address, advice, refused));
        }
      }
      throw failed;
    }
  }

  private static String message(String address, String advice, IOException refused) {
    boolean taken =
        refused instanceof BindException && String.valueOf(refused.getMessage()).contains("in use");
    return taken
        ? address + " is taken by another program; " + advice
        : "cannot listen on " + address + " (" + refused.getMessage() + ")";
  }
}
