package dev.headgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the kernel has booked on processes: CPU time and memory.
final class Account {
  /// The unit of `/proc/PID/stat`; 100 per second on every Linux we know of.
  private static final long TICK = Duration.ofMillis(10).toNanos();

  private static final String SWITCHES = "voluntary_ctxt_switches:"; // also the nonvoluntary ones
  private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7); // not 4 and 5, idle
  private static final int USER = 11;
  private static final int SYSTEM = 12;

  private Account() {}

  /// CPU time in nanoseconds.
  record Cpu(long user, long kernel) {
    static final Cpu NONE = new Cpu(0, 0);

    long all() {
      return user + kernel;
    }

    Cpu plus(Cpu other) {
      return new Cpu(user + other.user, kernel + other.kernel);
    }

    Cpu minus(Cpu other) {
      return new Cpu(user - other.user, kernel - other.kernel);
    }
  }

  /// CPU time, and how often the thread gave up its core or was taken off it.
  record Booked(Cpu cpu, long switches) {
    static final Booked NOTHING = new Booked(Cpu.NONE, 0);

    Booked plus(Booked other) {
      return new Booked(cpu.plus(other.cpu), switches + other.switches);
    }

    Booked minus(Booked other) {
      return new Booked(cpu.minus(other.cpu), switches - other.switches);
    }
  }

  /// All that a process and its descendants have used.
  static Cpu cpu(ProcessHandle process) {
    return tree(process).map(p -> stat(proc(p, "stat"))).reduce(Cpu.NONE, Cpu::plus);
  }

  /// The same by the name of the thread, without the number at its end.
  static Map<String, Booked> byThread(ProcessHandle process) {
    var all = new TreeMap<String, Booked>();
    threads(process).forEach(task -> all.merge(name(task), booked(task), Booked::plus));
    return all;
  }

  private static Booked booked(Path task) {
    return new Booked(stat(task.resolve("stat")), sum(task.resolve("status"), SWITCHES));
  }

  /// Resident memory of a process and its descendants, in bytes.
  static long resident(ProcessHandle process) {
    return tree(process).mapToLong(Account::residentAlone).sum();
  }

  /// CPU time that the whole machine has been busy: with processes and with interrupts, some of
  /// which are booked on the process that they hit.
  static long machine() {
    String[] fields = read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +", -1);
    return BUSY.stream().mapToLong(field -> Long.parseLong(fields[field])).sum() * TICK;
  }

  private static Stream<ProcessHandle> tree(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants());
  }

  private static Stream<Path> threads(ProcessHandle process) {
    try (Stream<Path> tasks = Files.list(proc(process, "task"))) {
      return tasks.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path task) {
    return read(task.resolve("comm")).strip().replaceAll("[-#]?\\d+$", "");
  }

  private static Cpu stat(Path stat) {
    String text = read(stat);
    if (text.isEmpty()) {
      return Cpu.NONE;
    }
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    return new Cpu(Long.parseLong(fields[USER]) * TICK, Long.parseLong(fields[SYSTEM]) * TICK);
  }

  private static long residentAlone(ProcessHandle process) {
    return sum(proc(process, "status"), "VmRSS:") * 1024;
  }

  /// The numbers of all lines whose name ends so.
  private static long sum(Path status, String name) {
    return read(status)
        .lines()
        .filter(line -> line.substring(0, line.indexOf(':') + 1).endsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static Path proc(ProcessHandle process, String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  /// Empty when the process or thread has ended meanwhile.
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return "";
    }
  }
}
