package dev.headgate.cli;

import dev.headgate.Headgate;
import picocli.CommandLine.IVersionProvider;

/// Which Headgate this is, and on which Java it runs.
final class Version implements IVersionProvider {
  static String number() {
    return Headgate.version();
  }

  @Override
  public String[] getVersion() {
    return new String[] {"headgate " + number() + ", Java " + Runtime.version()};
  }
}
