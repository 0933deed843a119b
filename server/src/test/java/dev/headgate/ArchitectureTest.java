package dev.headgate;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which package may know what. Each rule gives its reason where it fails.
class ArchitectureTest {
  /// Each package and what it imports; what lies deeper counts as its top package. `cli` and the
  /// root may import all.
  static final String IMPORTS =
      """
      access: base config
      api: access base call feature http protocol provider route
      base:
      boot:
      call: access base config feature http price protocol provider record route
      config: base
      feature: base config http protocol store
      http: base
      price: base config protocol
      protocol: base
      provider: base config http protocol route store
      record: base config http protocol store
      route: base config protocol
      simulate: base http protocol
      store: base config
      telemetry: base config http record
      """;

  private static final String HOME = "dev.headgate";
  private static final String ROOT = "";
  private static final Set<String> KNOW_ALL = Set.of(ROOT, "cli");
  private static final Set<String> TOUCH_THE_WORLD =
      Set.of("base", "config", "simulate", "cli", ROOT);

  private static final Set<String> TIME_ENVIRONMENT_CHANCE =
      Set.of(
          "java.lang.Math.random",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.getenv",
          "java.lang.System.nanoTime",
          "java.lang.Thread.sleep",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.systemUTC",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.Random.<init>",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.util.random.RandomGenerator.getDefault",
          "java.util.random.RandomGenerator.of");

  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HOME);

  @Test
  void eachPackageImportsWhatTheTableSays() {
    var imports = new TreeMap<String, Set<String>>();
    for (JavaClass type : SERVER) {
      if (!KNOW_ALL.contains(top(type))) {
        imports.computeIfAbsent(top(type), _ -> new TreeSet<>()).addAll(imports(type));
      }
    }
    var lines = new StringBuilder();
    imports.forEach((name, imported) ->
        lines.append((name + ": " + String.join(" ", imported)).strip()).append('\n'));

    assertThat(lines.toString())
        .as("a new import is a decision: put it into the table, or do without; so is one less")
        .isEqualTo(IMPORTS);
  }

  @Test
  void vertxStaysInHttp() {
    assertThat(uses(type -> !top(type).equals("http"), "io.vertx.", "io.netty."))
        .as("one package knows the transport, so that the rest is plain blocking code")
        .isEmpty();
  }

  @Test
  void sqlStaysInStore() {
    assertThat(uses(type -> !top(type).equals("store"), "java.sql.", "javax.sql."))
        .as("transactions and the SQL subset are one package's affair")
        .isEmpty();
  }

  @Test
  void futuresStayOut() {
    assertThat(uses(_ -> true, "java.util.concurrent.CompletableFuture"))
        .as("a virtual thread that waits can be read from top to bottom, and shows in a stack")
        .isEmpty();
  }

  @Test
  void timeEnvironmentAndChanceComeAsArguments() {
    assertThat(
            SERVER.stream()
                .filter(type -> !TOUCH_THE_WORLD.contains(top(type)))
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> TIME_ENVIRONMENT_CHANCE.contains(target(access)))
                .map(JavaAccess::getDescription))
        .as("what takes its time and chance as arguments can be tested: base.Clock, a seed")
        .isEmpty();
  }

  private static String top(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(HOME) ? ROOT : name.substring(HOME.length() + 1).replaceFirst("\\..*", "");
  }

  private static Set<String> imports(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .filter(target -> target.getPackageName().startsWith(HOME))
        .map(ArchitectureTest::top)
        .filter(imported -> !imported.equals(top(type)))
        .collect(toSet());
  }

  private static Stream<String> uses(Predicate<JavaClass> where, String... what) {
    return SERVER.stream()
        .filter(where)
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(use -> startsWithAny(use.getTargetClass().getFullName(), what))
        .map(Dependency::getDescription)
        .sorted();
  }

  private static boolean startsWithAny(String name, String... beginnings) {
    return Stream.of(beginnings).anyMatch(name::startsWith);
  }

  private static String target(JavaAccess<?> access) {
    return access.getTargetOwner().getFullName() + "." + access.getTarget().getName();
  }
}
