package dev.headgate.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.SystemClock;
import dev.headgate.testkit.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JournalTest {
  private static final int SEGMENT = 1 << 20;
  private static final SystemClock CLOCK = new SystemClock();

  @TempDir private Path directory;

  private static JournalConfig config(long max) {
    return new JournalConfig(JournalConfig.Ack.CACHE, max, SEGMENT, JournalConfig.OnFull.PASS);
  }

  private Journal open(DataDirectory data) {
    return Journal.open(data, config(1L << 30), CLOCK, new Random(1), 0);
  }

  private DataDirectory data() {
    return DataDirectory.open(directory.resolve("data"), "node");
  }

  private static byte[] entry(String text) {
    return text.getBytes(UTF_8);
  }

  private static List<String> all(Journal journal) {
    var texts = new ArrayList<String>();
    try (var reader = journal.reader(journal.first())) {
      while (reader.next()) {
        texts.add(new String(reader.entry(), UTF_8));
      }
    }
    return texts;
  }

  @Test
  void whatWasAppendedIsReadInItsOrderAlsoByTheNextProcess() {
    try (var data = data()) {
      try (var journal = open(data)) {
        assertThat(journal.append(entry("one"))).hasValue(Segment.HEADER + 16);
        journal.append(entry("two"));
        assertThat(all(journal)).containsExactly("one", "two");
      }
      try (var journal = open(data)) {
        assertThat(all(journal)).containsExactly("one", "two");
        journal.append(entry("three"));
        assertThat(all(journal)).containsExactly("one", "two", "three");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(JournalConfig.Ack.class)
  void whatManyThreadsAppendComesOnceAndOfEachInItsOrder(JournalConfig.Ack ack) throws Exception {
    int threads = 8;
    int each = ack == JournalConfig.Ack.CACHE ? 20_000 : 300;
    var config = new JournalConfig(ack, 1L << 30, SEGMENT, JournalConfig.OnFull.PASS);
    try (var data = data();
        var journal = Journal.open(data, config, CLOCK, new Random(1), 0)) {
      var next = new ConcurrentHashMap<Integer, Integer>();
      Thread reading = Thread.ofPlatform().start(() -> follow(journal, threads * each, next));
      var writers = new ArrayList<Thread>();
      for (int i = 0; i < threads; i++) {
        int own = i;
        writers.add(
            Thread.ofVirtual()
                .start(() -> {
                  var random = new Random(own);
                  for (int n = 0; n < each; n++) {
                    byte[] entry = entry(own + " " + n + " " + "x".repeat(random.nextInt(500)));
                    while (journal.append(entry).isEmpty()) { // until there is another file
                      Thread.yield();
                    }
                  }
                }));
      }
      for (Thread writer : writers) {
        writer.join();
      }
      reading.join();
      assertThat(next).hasSize(threads).allSatisfy((_, seen) -> assertThat(seen).isEqualTo(each));
    }
  }

  private static void follow(Journal journal, int most, ConcurrentHashMap<Integer, Integer> next) {
    try (var reader = journal.reader(journal.first())) {
      for (int seen = 0; seen < most; ) {
        if (!reader.next()) {
          reader.await(1_000_000_000);
          continue;
        }
        String[] parts = new String(reader.entry(), UTF_8).split(" ", 3);
        int number = Integer.parseInt(parts[1]);
        next.merge(Integer.parseInt(parts[0]), 1, Integer::sum);
        assertThat(next.get(Integer.parseInt(parts[0]))).isEqualTo(number + 1);
        seen++;
      }
    }
  }

  @Test
  void filesThatAllReadersAreDoneWithGo() throws Exception {
    try (var data = data();
        var journal = open(data);
        var reader = journal.reader(journal.first())) {
      byte[] large = new byte[100_000];
      for (int i = 0; i < 50; i++) {
        journal.append(large);
      }
      long first = journal.first();
      while (reader.next()) {
        reader.release(reader.position());
      }
      journal.append(large); // wakes the keeper
      Await.until("the files to go", () -> journal.first() > first);
      Await.until("the files to go", () -> files().size() <= 3);
    }
  }

  /// Files so small that the next one is wanted all the time, while those that were read go.
  @Test
  void nothingIsLostFromFileToFileWhileReadOnesGo() throws Exception {
    int threads = 3;
    int each = 20_000;
    var small =
        new JournalConfig(JournalConfig.Ack.CACHE, 1 << 20, 1 << 12, JournalConfig.OnFull.PASS);
    try (var data = data();
        var journal = Journal.open(data, small, CLOCK, new Random(1), 0);
        var reader = journal.reader(journal.first())) {
      var writers = new ArrayList<Thread>();
      for (int i = 0; i < threads; i++) {
        writers.add(Thread.ofPlatform().start(() -> appendAll(journal, each)));
      }
      for (int seen = 0; seen < threads * each; ) {
        if (reader.next()) {
          seen++;
          reader.release(reader.position());
        } else {
          reader.await(1_000_000_000);
        }
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(reader.next()).as("more than was appended").isFalse();
    }
  }

  private static void appendAll(Journal journal, int count) {
    for (int i = 0; i < count; ) {
      i += journal.append(entry("entry " + i)).isPresent() ? 1 : 0;
    }
  }

  private List<Path> files() {
    try (var files = Files.list(directory.resolve("data/journal"))) {
      return files.sorted().toList();
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }

  @Test
  void fullItTakesNothingUntilSomethingIsStored() throws Exception {
    try (var data = data();
        var journal = Journal.open(data, config(4L * SEGMENT), CLOCK, new Random(1), 0);
        var reader = journal.reader(journal.first())) {
      byte[] large = new byte[500_000];
      int taken = 0;
      while (journal.append(large).isPresent()) {
        taken++;
      }
      assertThat(taken).isEqualTo(8);
      assertThat(journal.isFull()).isTrue();
      assertThat(journal.append(entry("small"))).isEmpty();

      for (int i = 0; i < taken; i++) {
        assertThat(reader.next()).isTrue();
      }
      reader.release(reader.position());
      Await.until("room", () -> journal.append(entry("again")).isPresent());
      assertThat(reader.next()).isTrue();
      assertThat(reader.entry()).isEqualTo(entry("again"));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void damagedBytesCostTheEntriesThatTheyStandInAndNoOther(long seed) throws Exception {
    var random = new Random(seed);
    int entries = 2_000;
    try (var data = data()) {
      try (var journal = open(data)) {
        for (int i = 0; i < entries; i++) {
          journal.append(entry(i + " " + "x".repeat(200)));
        }
      }
      try (var file = new RandomAccessFile(files().getFirst().toFile(), "rw")) {
        for (int i = 0; i < 20; i++) {
          file.seek(Segment.HEADER + random.nextInt(entries * 200));
          file.write(random.nextInt(256) ^ 0x5a);
        }
      }
      try (var journal = open(data)) {
        assertThat(all(journal)).hasSizeBetween(entries - 20, entries).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void aTruncatedFileKeepsWhatStandsInFront() throws Exception {
    try (var data = data()) {
      try (var journal = open(data)) {
        for (int i = 0; i < 1_000; i++) {
          journal.append(entry("" + i));
        }
      }
      try (var file = new RandomAccessFile(files().getFirst().toFile(), "rw")) {
        file.setLength(Segment.HEADER + 16 * 500 + 3);
      }
      try (var journal = open(data)) {
        assertThat(all(journal)).hasSize(500);
        journal.append(entry("next"));
        assertThat(all(journal)).hasSize(501).endsWith("next");
      }
    }
  }

  @Test
  void aForeignFileIsLeftAlone() throws Exception {
    try (var data = data()) {
      Path journal = Files.createDirectories(directory.resolve("data/journal"));
      Files.writeString(journal.resolve("notes.txt"), "keep me");
      Files.write(journal.resolve("0000000000000000.journal.old"), new byte[100]);
      Files.write(journal.resolve("zero.journal"), new byte[0]);
      Files.write(journal.resolve("noise.journal"), "x".repeat(5_000).getBytes(UTF_8));
      try (var opened = open(data)) {
        opened.append(entry("one"));
        assertThat(all(opened)).containsExactly("one");
      }
      assertThat(journal.resolve("notes.txt")).hasContent("keep me");
      assertThat(Files.size(journal.resolve("noise.journal"))).isEqualTo(5_000);
    }
  }

  @Test
  void anEntryCannotPassForAnother() {
    try (var data = data()) {
      byte[] copied;
      try (var journal = open(data)) {
        journal.append(entry("inner"));
        copied = firstBytes(Segment.HEADER + 16);
        byte[] outer = new byte[64];
        System.arraycopy(copied, Segment.HEADER, outer, 8, 16);
        journal.append(outer);
      }
      try (var file = new RandomAccessFile(files().getFirst().toFile(), "rw")) {
        file.seek(Segment.HEADER + 16 + 4); // the checksum of the outer one
        file.writeInt(7);
      } catch (IOException gone) {
        throw new IllegalStateException(gone);
      }
      try (var journal = open(data)) {
        assertThat(all(journal)).containsExactly("inner");
      }
    }
  }

  private byte[] firstBytes(int count) {
    try (var in = Files.newInputStream(files().getFirst())) {
      return in.readNBytes(count);
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }

  @Test
  void anEntryHasALeastAndALargestSize() {
    try (var data = data();
        var journal = open(data)) {
      assertThatThrownBy(() -> journal.append(new byte[0])).hasMessageContaining("1 to 1048576");
      assertThatThrownBy(() -> journal.append(new byte[Segment.LARGEST + 1]))
          .hasMessageContaining("1 to 1048576");
    }
  }

  @Test
  void aSecondProcessIsTurnedAwayByName() {
    try (var _ = data()) {
      assertThatThrownBy(this::data)
          .isInstanceOf(StoreException.Locked.class)
          .hasMessageContaining("in use by another headgate")
          .hasMessageContaining(directory.resolve("data").toString());
    }
    data().close();
  }

  @Test
  void aNodeKeepsItsName() {
    try (var first = DataDirectory.open(directory.resolve("data"), "a")) {
      assertThat(first.node()).isEqualTo("a");
    }
    try (var again = DataDirectory.open(directory.resolve("data"), "b")) {
      assertThat(again.node()).isEqualTo("a");
    }
  }
}
