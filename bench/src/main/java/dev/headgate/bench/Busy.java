package dev.headgate.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;

/// CPU time of this process in nanoseconds, by the name of the thread; what collects garbage and
/// compiles is none of them.
record Busy(Map<String, Long> threads) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  static Busy now() {
    var threads = new TreeMap<String, Long>();
    for (long id : THREADS.getAllThreadIds()) {
      ThreadInfo thread = THREADS.getThreadInfo(id);
      if (thread != null) {
        threads.merge(thread.getThreadName(), THREADS.getThreadCpuTime(id), Long::sum);
      }
    }
    return new Busy(threads);
  }

  static long ofThisThread() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /// What has been used since an earlier moment.
  Busy since(Busy earlier) {
    var more = new TreeMap<String, Long>();
    threads.forEach((name, nanos) ->
        more.put(name, Math.max(0, nanos - earlier.threads.getOrDefault(name, 0L))));
    return new Busy(more);
  }

  long of(String thread) {
    return threads.getOrDefault(thread, 0L);
  }

  long all() {
    return threads.values().stream().mapToLong(Long::longValue).sum();
  }
}
