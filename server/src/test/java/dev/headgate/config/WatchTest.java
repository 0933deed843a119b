package dev.headgate.config;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The watch waits before each look until the test lets it go on, so that no test depends on time.
class WatchTest {
  private static final String ABSENT = "absent";

  @TempDir private Path directory;
  private Path file;
  private Watch watch;
  private volatile Set<Path> files;
  private volatile Runnable afterwards = () -> {};
  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore turns = new Semaphore(0);
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws Exception {
    file = Files.writeString(directory.resolve("headgate.yaml"), "one");
    files = Set.of(file);
    turns.release();
    watch = new Watch(this::filesInTurn, this::changed, Duration.ofMillis(1));
    arrived.acquire(2);
  }

  @AfterEach
  void stop() {
    watch.close();
    turns.release(1_000);
  }

  private void changed() {
    heard.add(content());
    afterwards.run();
  }

  private Set<Path> filesInTurn() {
    arrived.release();
    turns.acquireUninterruptibly();
    return files;
  }

  private void look(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      turns.release();
      assertThat(arrived.tryAcquire(10, SECONDS)).isTrue();
    }
  }

  private String content() {
    try {
      return Files.readString(file);
    } catch (IOException absent) {
      return ABSENT;
    }
  }

  private List<String> heard() {
    var all = new ArrayList<String>();
    heard.drainTo(all);
    return all;
  }

  /// A change is seen at the first look, and told at the third when nothing moved in between.
  private void hearsOnly(String content) throws InterruptedException {
    look(2);
    assertThat(heard()).isEmpty();
    look(1);
    assertThat(heard()).containsExactly(content);
    hearsNothing();
  }

  private void hearsNothing() throws InterruptedException {
    look(10);
    assertThat(heard()).isEmpty();
  }

  @Test
  void saysNothingWhileNothingChanges() throws Exception {
    hearsNothing();
  }

  @Test
  void tellsOfAWriteInPlaceOnce() throws Exception {
    Files.writeString(file, "two more");
    hearsOnly("two more");
  }

  @Test
  void tellsOfARenameOverTheFile() throws Exception {
    Path beside = Files.writeString(directory.resolve(".swap"), "two");
    Files.setLastModifiedTime(beside, Files.getLastModifiedTime(file));
    Files.move(beside, file, ATOMIC_MOVE);
    hearsOnly("two");
  }

  @Test
  void waitsUntilTheSecondHalfIsWritten() throws Exception {
    Files.writeString(file, "first half, ");
    look(2);
    Files.writeString(file, "second half", StandardOpenOption.APPEND);
    hearsOnly("first half, second half");
  }

  @Test
  void followsTheLinksThatKubernetesSwaps() throws Exception {
    Files.delete(file);
    Path version = versionDirectory("..ts0", "v0");
    Path data = Files.createSymbolicLink(directory.resolve("..data"), version.getFileName());
    Files.createSymbolicLink(file, Path.of("..data", "headgate.yaml"));
    hearsOnly("v0");
    for (int i = 1; i <= 3; i++) {
      Path next = versionDirectory("..ts" + i, "v" + i);
      Files.setLastModifiedTime(next.resolve("headgate.yaml"), Files.getLastModifiedTime(file));
      Path link = Files.createSymbolicLink(directory.resolve("..tmp"), next.getFileName());
      Files.move(link, data, ATOMIC_MOVE);
      Files.delete(version.resolve("headgate.yaml"));
      Files.delete(version);
      version = next;
      hearsOnly("v" + i);
    }
  }

  private Path versionDirectory(String name, String content) throws IOException {
    Path version = Files.createDirectory(directory.resolve(name));
    Files.writeString(version.resolve("headgate.yaml"), content);
    return version;
  }

  @Test
  void tellsOnceOfAnAbsenceAndOnceOfTheReturn() throws Exception {
    Files.delete(file);
    hearsOnly(ABSENT);
    Files.writeString(file, "one");
    hearsOnly("one");
  }

  @Test
  void saysNothingOfAnAbsenceThatIsSoonOver() throws Exception {
    Path beside = directory.resolve("beside");
    Files.move(file, beside);
    look(2);
    Files.move(beside, file);
    hearsNothing();
  }

  @Test
  void noticesAChangeAlsoWhenTheClockWasSetBack() throws Exception {
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    hearsOnly("two");
  }

  @Test
  void tellsOfFilesThatAreNamedMeanwhileAndForgetsTheOthers() throws Exception {
    Path prompt = directory.resolve("prompt.md");
    files = Set.of(file, prompt);
    hearsOnly("one");
    Files.writeString(prompt, "text");
    hearsOnly("one");
    files = Set.of(file);
    hearsNothing();
  }

  @Test
  void speaksAtOnceWhenAsked() throws Exception {
    watch.now();
    look(2);
    assertThat(heard()).containsExactly("one");
    hearsNothing();
  }

  @Test
  void watchesOnAfterABugOfItsListener() throws Exception {
    afterwards =
        () -> {
          throw new IllegalStateException("a bug, planted by the test");
        };
    Files.writeString(file, "two more");
    hearsOnly("two more");
    Files.writeString(file, "and three");
    hearsOnly("and three");
  }

  @Test
  void tellsOfAChangeWithinASecondOrSoAtItsOwnPace() throws Exception {
    try (var _ = new Watch(() -> Set.of(file), () -> heard.add(content()))) {
      long written = System.nanoTime();
      Files.writeString(file, "two more");
      assertThat(heard.poll(10, SECONDS)).isEqualTo("two more");
      assertThat(Duration.ofNanos(System.nanoTime() - written))
          .isBetween(Duration.ofMillis(400), Duration.ofSeconds(6));
    }
  }
}
