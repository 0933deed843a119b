package dev.headgate.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `/metrics` said, line by line.
public record Scraped(String text) {
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /// One line of it.
  public record Sample(String name, TreeMap<String, String> labels, double value) {
    /// Whether it has these labels, given as `name=value`.
    boolean has(String... wanted) {
      return List.of(wanted).stream()
          .map(each -> each.split("=", 2))
          .allMatch(each -> each[1].equals(labels.get(each[0])));
    }
  }

  /// Asks a gate, as Prometheus' text or with `accept` for another.
  public static Scraped of(Gate gate, String... accept) throws IOException {
    try (Wire client = Wire.connect(gate.port())) {
      String fields = accept.length == 0 ? "" : "Accept: " + accept[0] + "\r\n";
      client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
      Message answer = Message.read(client);
      if (answer.status() != 200) {
        throw new IOException("status " + answer.status());
      }
      return new Scraped(answer.text());
    }
  }

  public List<Sample> samples() {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> {
          Matcher sample = SAMPLE.matcher(line.replaceFirst(" # \\{.*", ""));
          if (!sample.matches()) {
            throw new IllegalStateException("no sample: " + line);
          }
          return sample(sample);
        })
        .toList();
  }

  private static Sample sample(Matcher found) {
    var labels = new TreeMap<String, String>();
    if (found.group(2) != null) {
      LABEL.matcher(found.group(2)).results().forEach(it -> labels.put(it.group(1), it.group(2)));
    }
    return new Sample(found.group(1), labels, Double.parseDouble(found.group(3)));
  }

  /// The sum of all samples of this name that have these labels, given as `name=value`.
  public double sum(String name, String... labels) {
    return samples().stream()
        .filter(each -> each.name().equals(name) && each.has(labels))
        .mapToDouble(Sample::value)
        .sum();
  }

  /// The names of samples.
  public Set<String> names() {
    return new TreeSet<>(samples().stream().map(Sample::name).toList());
  }

  /// What stands behind `# TYPE`, without the type.
  public Set<String> families() {
    return new TreeSet<>(
        text.lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ")[2])
            .toList());
  }

  /// The labels that occur with a name.
  public Set<String> labels(String name) {
    return new TreeSet<>(
        samples().stream()
            .filter(each -> each.name().equals(name))
            .flatMap(each -> each.labels().keySet().stream())
            .toList());
  }
}
