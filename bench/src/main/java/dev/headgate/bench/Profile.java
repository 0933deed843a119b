package dev.headgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// Where a JVM spends its CPU time: samples that the flight recorder takes every millisecond of it,
/// or as often as the kernel's clock ticks, in Java and in native code alike.
final class Profile {
  /// What a frame at the top of the stack says, whoever called it.
  private static final Map<Pattern, String> SYSTEM_CALLS =
      Map.of(
          Pattern.compile("sun\\.nio\\.ch\\..*\\.writev?(Address)?0"), "socket write",
          Pattern.compile("sun\\.nio\\.ch\\.(Socket|Unix).*\\.read(v|Address)?0"), "socket read",
          Pattern.compile("sun\\.nio\\.ch\\.EPoll\\.(wait|ctl)"), "epoll",
          Pattern.compile("sun\\.nio\\.ch\\.(EventFD|IOUtil).*\\.(set0|write1|drain1?)"), "wake-up",
          Pattern.compile("java\\.io\\.FileOutputStream\\.writeBytes"), "log write",
          Pattern.compile("jdk\\.internal\\.misc\\.Unsafe\\.(un)?park"), "park, unpark");

  private static final String OURS = "dev.headgate.";

  /// Otherwise the first of these that is met on the way down has asked for it.
  private static final List<String> PARTS =
      List.of(
          OURS,
          "ch.qos.logback",
          "net.logstash.logback",
          "tools.jackson",
          "io.vertx",
          "io.netty",
          "java.lang.VirtualThread",
          "java.util.concurrent.ForkJoin",
          "jdk.internal.vm.Continuation");

  private final Map<String, Integer> parts = new HashMap<>();
  private final Map<String, Integer> ours = new HashMap<>();
  private final Map<String, Integer> frames = new HashMap<>();
  private int samples;

  private Profile() {}

  static void start(ProcessHandle jvm) {
    jcmd(
        jvm,
        "JFR.start",
        "name=bench",
        "+jdk.CPUTimeSample#enabled=true",
        "+jdk.CPUTimeSample#throttle=1ms",
        "+jdk.CPUTimeSample#stackTrace=true",
        "settings=none");
  }

  static Profile stop(ProcessHandle jvm, Path file) {
    jcmd(jvm, "JFR.stop", "name=bench", "filename=" + file);
    var profile = new Profile();
    try (var recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        profile.add(recording.readEvent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return profile;
  }

  /// A share of all samples, between 0 and 1.
  record Share(String what, double share) {}

  List<Share> parts(int most) {
    return top(parts, most);
  }

  /// Our own methods, each with what it asked of others.
  List<Share> ours(int most) {
    return top(ours, most);
  }

  /// Single methods by self time.
  List<Share> methods(int most) {
    return top(frames, most);
  }

  private List<Share> top(Map<String, Integer> counts, int most) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(most)
        .map(entry -> new Share(entry.getKey(), (double) entry.getValue() / samples))
        .toList();
  }

  private void add(RecordedEvent event) {
    if (!event.getEventType().getName().equals("jdk.CPUTimeSample")
        || event.getStackTrace() == null) {
      return;
    }
    List<RecordedFrame> stack = event.getStackTrace().getFrames();
    samples++;
    frames.merge(name(stack.getFirst()), 1, Integer::sum);
    parts.merge(part(stack), 1, Integer::sum);
    stack.stream()
        .map(Profile::name)
        .filter(name -> name.startsWith(OURS))
        .findFirst()
        .ifPresent(name -> ours.merge(name, 1, Integer::sum));
  }

  private static String part(List<RecordedFrame> stack) {
    String top = name(stack.getFirst());
    for (var call : SYSTEM_CALLS.entrySet()) {
      if (call.getKey().matcher(top).matches()) {
        return call.getValue();
      }
    }
    return stack.stream()
        .map(Profile::type)
        .flatMap(type -> PARTS.stream().filter(type::startsWith).map(part -> owner(part, type)))
        .findFirst()
        .orElse("JDK alone");
  }

  /// Of our own code, the package.
  private static String owner(String part, String type) {
    return part.equals(OURS) ? type.substring(0, type.lastIndexOf('.')) : part;
  }

  /// Without what the JVM adds to the names of lambdas.
  private static String type(RecordedFrame frame) {
    return frame.getMethod().getType().getName().replaceFirst("\\$\\$.*", "");
  }

  private static String name(RecordedFrame frame) {
    return type(frame) + "." + frame.getMethod().getName();
  }

  private static void jcmd(ProcessHandle jvm, String... words) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var command = new ArrayList<>(List.of(jcmd, Long.toString(jvm.pid())));
    command.addAll(List.of(words));
    Tool.output(command);
  }
}
