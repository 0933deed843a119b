package dev.headgate.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import org.junit.jupiter.api.Test;

class BootTest {
  private static final int JAVA_11 = 55;

  @Test
  void canBeReadByJava11() throws Exception {
    try (var bytes = new DataInputStream(Boot.class.getResourceAsStream("Boot.class"))) {
      bytes.skipNBytes(6);
      assertThat(bytes.readUnsignedShort()).isEqualTo(JAVA_11);
    }
  }

  @Test
  void complainsInOneLineThatSaysWhatIsThereAndWhatToDo() {
    assertThat(Boot.complaint("17.0.15", "/usr/lib/jvm/java-17"))
        .isEqualTo(
            "Headgate needs Java 25 or later, and this is Java 17.0.15 in /usr/lib/jvm/java-17;"
                + " ./headgate looks for another one, or name it in HEADGATE_JAVA_HOME.");
  }

  @Test
  void handsItsArgumentsOn() throws Throwable {
    Boot.start(Program.class.getName(), new String[] {"serve", "-c", "x.yaml"});

    assertThat(Program.seen).containsExactly("serve", "-c", "x.yaml");
  }

  @Test
  void letsThroughWhatTheProgramThrows() {
    assertThatThrownBy(() -> Boot.start(Program.class.getName(), new String[] {"fail"}))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("a bug");
  }

  /// Stands in for the command line.
  public static final class Program {
    static String[] seen;

    private Program() {}

    public static void main(String[] args) {
      seen = args;
      if (args[0].equals("fail")) {
        throw new IllegalStateException("a bug");
      }
    }
  }
}
