package dev.headgate;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import dev.headgate.testkit.JavaFile;
import dev.headgate.testkit.Repository;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/// How code is written here. Each rule gives its reason where it fails.
class HouseRulesTest {
  private static final Pattern EMPTY_WORD =
      Pattern.compile("(Manager|Helper|Util|Utils|Impl|Processor|Common|Info)(?![a-z])");

  private static final Pattern SENTENCE = Pattern.compile("[a-z][a-z0-9]*([A-Z0-9][a-z0-9]*)+");

  private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest");

  private static final List<JavaFile> SOURCES = JavaFile.all();

  @Test
  void filesHaveAtMost400Lines() {
    assertThat(
            SOURCES.stream()
                .map(JavaFile::path)
                .filter(file -> Repository.read(file).lines().count() > 400))
        .as("what cannot be read in one sitting is more than one thing")
        .isEmpty();
  }

  @Test
  void methodsHaveAtMost40Lines() {
    assertThat(all(JavaFile::methods, (file, method) -> file.lines(method) > 40))
        .as("a method fits on a screen, or it hides another one")
        .isEmpty();
  }

  @Test
  void typeNamesSayWhatTheThingIs() {
    assertThat(all(JavaFile::types, (_, type) -> EMPTY_WORD.matcher(JavaFile.name(type)).find()))
        .as("such words fit every class, so they say nothing about this one")
        .isEmpty();
  }

  @Test
  void publicTypesSayWhatTheyAre() {
    assertThat(all(JavaFile::types, (file, type) -> isPublic(type) && file.comment(type).isEmpty()))
        .as("whoever meets a type of another package wants its /// first")
        .isEmpty();
  }

  @Test
  void commentsAreMarkdown() {
    assertThat(
            SOURCES.stream()
                .map(JavaFile::path)
                .filter(path -> Repository.read(path).lines().anyMatch(HouseRulesTest::oldJavadoc)))
        .as("one way to write Javadoc: ///")
        .isEmpty();
  }

  @Test
  void everyPackageSaysInASentenceWhatItIs() {
    var saying =
        SOURCES.stream()
            .filter(file -> file.path().endsWith("package-info.java"))
            .filter(HouseRulesTest::isNullMarked)
            .filter(file -> file.comment(file.packageDeclaration()).orElse("").endsWith("."))
            .map(file -> file.path().getParent())
            .collect(toSet());

    assertThat(
            SOURCES.stream()
                .map(file -> file.path().getParent())
                .filter(directory -> directory.toString().contains("src/main/java"))
                .filter(directory -> !saying.contains(directory))
                .distinct())
        .as("package-info.java: a sentence in ///, and @NullMarked so that null is checked")
        .isEmpty();
  }

  @Test
  void testNamesAreSentences() {
    assertThat(
            all(
                JavaFile::methods,
                (_, method) ->
                    isTest(method) && !SENTENCE.matcher(JavaFile.name(method)).matches()))
        .as("a list of the tests' names says what the thing does: refusesAnEmptyKey")
        .isEmpty();
  }

  @Test
  void nothingIsMocked() {
    assertThat(importing("org.mockito", "org.easymock", "mockit", "org.powermock"))
        .as("a mock repeats what its author believes; ask the real thing, over a real socket")
        .isEmpty();
  }

  @Test
  void noTestIsSwitchedOff() {
    assertThat(
            importing(
                "org.junit.jupiter.api.Disabled",
                "org.junit.jupiter.api.condition",
                "org.junit.jupiter.api.Assumptions",
                "org.assertj.core.api.Assumptions"))
        .as("a skipped test looks like a passed one: mend it, or delete it")
        .isEmpty();
  }

  private static Stream<String> all(
      Function<JavaFile, List<TreePath>> declarations, BiPredicate<JavaFile, TreePath> wrong) {
    return SOURCES.stream()
        .flatMap(file ->
            declarations.apply(file).stream()
                .filter(declaration -> wrong.test(file, declaration))
                .map(file::where));
  }

  private static Stream<String> importing(String... unwanted) {
    return SOURCES.stream()
        .flatMap(file ->
            file.unit().getImports().stream()
                .map(imported -> imported.getQualifiedIdentifier().toString())
                .filter(name -> Stream.of(unwanted).anyMatch(name::startsWith))
                .map(name -> file.path() + " " + name));
  }

  private static boolean oldJavadoc(String line) {
    return line.stripLeading().startsWith("/**");
  }

  private static boolean isNullMarked(JavaFile packageFile) {
    return annotations(packageFile.unit().getPackageAnnotations()).anyMatch("NullMarked"::equals);
  }

  private static boolean isPublic(TreePath type) {
    return ((ClassTree) type.getLeaf()).getModifiers().getFlags().contains(Modifier.PUBLIC);
  }

  private static boolean isTest(TreePath method) {
    var modifiers = ((MethodTree) method.getLeaf()).getModifiers();
    return annotations(modifiers.getAnnotations()).anyMatch(TESTS::contains);
  }

  /// Their simple names.
  private static Stream<String> annotations(List<? extends AnnotationTree> annotations) {
    return annotations.stream()
        .map(annotation -> annotation.getAnnotationType().toString().replaceFirst(".*\\.", ""));
  }
}
