package dev.headgate.cli;

import picocli.CommandLine.IVersionProvider;

/// Which Headgate this is, and on which Java it runs.
final class Version implements IVersionProvider {
  static String number() {
    String built = Version.class.getPackage().getImplementationVersion();
    return built == null ? "from source" : built;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"headgate " + number() + ", Java " + Runtime.version()};
  }
}
