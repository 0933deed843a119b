package dev.headgate.boot;

import java.lang.reflect.InvocationTargetException;

/// Where the jar starts. Compiled for Java 11, and names the rest of the program only as a string,
/// so that a Java too old for the rest gets as far as the complaint.
public final class Boot {
  private static final int NEEDED = 25;
  private static final int NO_JDK = 78;

  private Boot() {}

  public static void main(String[] args) throws Throwable {
    if (Runtime.version().feature() < NEEDED) {
      System.err.println(
          complaint(System.getProperty("java.version"), System.getProperty("java.home")));
      System.exit(NO_JDK);
    }
    start("dev.headgate.cli.Main", args);
  }

  static String complaint(String version, String home) {
    return "Headgate needs Java "
        + NEEDED
        + " or later, and this is Java "
        + version
        + " in "
        + home
        + "; ./headgate looks for another one, or name it in HEADGATE_JAVA_HOME.";
  }

  /// Throws what the program itself throws, not the wrapping that reflection puts around it.
  static void start(String program, String[] args) throws Throwable {
    try {
      Class.forName(program).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
