package dev.headgate.config;

import static java.util.stream.Collectors.joining;

import dev.headgate.base.Nearest;
import dev.headgate.base.Secret;
import dev.headgate.config.Node.Mapping;
import dev.headgate.config.Node.Refused;
import dev.headgate.config.Node.Scalar;
import dev.headgate.config.Node.Sequence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// One mapping of a configuration. Its getters never throw for what a user wrote: they note the
/// problem and return the default or nothing, so that all problems come out at once; whoever reads
/// throws the result away if there are any. What no getter asked for is unknown: see `finish`.
public final class Section {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,9}");
  private static final Pattern VISIBLE = Pattern.compile("[!-~]+");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]+");

  private final References references;
  private final Problems problems;
  private final Place place;
  private final Map<String, Node> members;
  private final boolean silent;
  private final SequencedSet<String> asked = new LinkedHashSet<>();
  private final Map<String, Section> opened = new LinkedHashMap<>();

  private Section(
      References references,
      Problems problems,
      Place place,
      Map<String, Node> members,
      boolean silent) {
    this.references = references;
    this.problems = problems;
    this.place = place;
    this.members = members;
    this.silent = silent;
  }

  static Section root(Node node, References references, Problems problems) {
    var place = new Place(references.file(), node.line(), "");
    return node instanceof Mapping mapping
        ? new Section(references, problems, place, mapping.members(), false)
        : new Section(references, problems, place, Map.of(), true);
  }

  /// A root without any setting, for where there is no file; `name` stands for it in problems.
  public static Section empty(Path name, Environment environment, Problems problems) {
    var references = new References(name, environment, new Sources());
    return new Section(references, problems, new Place(name, 0, ""), Map.of(), false);
  }

  /// The mapping in another file's text, such as the head of a prompt: with this one's environment
  /// and problems, and to be finished by the caller.
  public Section alongside(Path file, String yaml) {
    var beside = new References(file, references.environment(), references.sources());
    return root(Yaml.parse(yaml, file, problems), beside, problems);
  }

  /// All files that were read so far for this configuration.
  public Sources sources() {
    return references.sources();
  }

  public Place place() {
    return place;
  }

  /// The place of a member, or where it would be.
  public Place place(String key) {
    Node node = members.get(key);
    return place.child(node == null ? place.line() : node.line(), key);
  }

  public void problem(String message) {
    note(place, message);
  }

  public void problem(String key, String message) {
    asked.add(key);
    note(place(key), message);
  }

  public boolean has(String key) {
    return find(key).isPresent();
  }

  /// What stands there, for a message: as it is written, so that no reference tells its value.
  public String shown(String key) {
    Node node = members.get(key);
    return node instanceof Sequence list
        ? list.items().stream().map(Node::shown).collect(joining(", "))
        : node == null ? "nothing" : node.shown();
  }

  public boolean isText(String key) {
    return find(key).filter(Scalar.class::isInstance).isPresent();
  }

  public boolean isMapping(String key) {
    return find(key).filter(Mapping.class::isInstance).isPresent();
  }

  /// The names of all members, in the order of the file, for a mapping whose names are free.
  public Set<String> keys() {
    return Collections.unmodifiableSet(members.keySet());
  }

  public Optional<String> text(String key) {
    return read(key, _ -> "a text", Optional::of);
  }

  public String text(String key, String otherwise) {
    return text(key).orElse(otherwise);
  }

  /// A text that must be there and not be empty.
  public String requiredText(String key) {
    if (find(key).isEmpty()) {
      problem(key, "missing (expected: a text)");
    }
    return read(key, _ -> "a text", text -> Optional.of(text).filter(given -> !given.isBlank()))
        .orElse("");
  }

  /// A text, or a list of them.
  public List<String> texts(String key) {
    return find(key).map(node -> texts(node, place(key))).orElse(List.of());
  }

  private List<String> texts(Node node, Place at) {
    if (!(node instanceof Sequence list)) {
      return scalar(node, at, _ -> "a text or a list of texts", Optional::of).stream().toList();
    }
    var texts = new ArrayList<String>();
    for (int i = 0; i < list.items().size(); i++) {
      Node item = list.items().get(i);
      scalar(item, at.item(item.line(), i), _ -> "a text", Optional::of).ifPresent(texts::add);
    }
    return List.copyOf(texts);
  }

  public boolean flag(String key, boolean otherwise) {
    var choices = Map.of("true", true, "false", false);
    return read(key, _ -> "true or false", text -> Optional.ofNullable(choices.get(text)))
        .orElse(otherwise);
  }

  public OptionalInt integer(String key, int min, int max) {
    return read(
            key, _ -> "a whole number from " + min + " to " + max, text -> whole(text, min, max))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  public int integer(String key, int otherwise, int min, int max) {
    return integer(key, min, max).orElse(otherwise);
  }

  private static Optional<Integer> whole(String text, int min, int max) {
    return Optional.of(text)
        .filter(WHOLE.asMatchPredicate())
        .map(Long::valueOf)
        .filter(number -> min <= number && number <= max)
        .map(Long::intValue);
  }

  /// A duration with its unit: `500ms`, `20s`, `1.5s`, `2m`, `1h`.
  public Optional<Duration> duration(String key, Duration min, Duration max) {
    String range = ", from " + Units.shown(min) + " to " + Units.shown(max);
    return read(
        key,
        _ -> "a duration with its unit, as 500ms, 20s, 2m or 1h" + range,
        text ->
            Units.duration(text)
                .filter(given -> given.compareTo(min) >= 0 && given.compareTo(max) <= 0));
  }

  public Duration duration(String key, Duration otherwise, Duration min, Duration max) {
    return duration(key, min, max).orElse(otherwise);
  }

  /// A size in bytes, as `65536`, `64KB`, `256 MB`, `1GB`; a kilobyte has 1,024.
  public long size(String key, long otherwise, long min, long max) {
    String range = ", from " + Units.shown(min) + " to " + Units.shown(max);
    return read(
            key,
            _ -> "a size, as 64KB or 32MB" + range,
            text -> Units.size(text).filter(given -> min <= given && given <= max))
        .orElse(otherwise);
  }

  /// What `parse` makes of the text, which is `expected` to be something it can read.
  public <T> Optional<T> value(String key, String expected, Function<String, Optional<T>> parse) {
    return read(key, _ -> expected, parse);
  }

  /// One of the constants, its name in lower case with hyphens.
  public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    var choices = new LinkedHashMap<String, E>();
    for (E constant : type.getEnumConstants()) {
      choices.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
    }
    return read(
        key,
        text ->
            "one of " + String.join(", ", choices.keySet()) + Nearest.hint(text, choices.keySet()),
        text -> Optional.ofNullable(choices.get(text)));
  }

  public <E extends Enum<E>> E choice(String key, E otherwise) {
    return choice(key, otherwise.getDeclaringClass()).orElse(otherwise);
  }

  /// A secret, which must be one reference and nothing else. No message shows it, nor what stands
  /// in its place.
  public Optional<Secret> secret(String key) {
    return secret(
        key,
        References::isOne,
        "a reference, as ${NAME} or ${file:path}, to ASCII without white space inside",
        VISIBLE.asMatchPredicate());
  }

  /// A text with a secret in it, such as `Basic ${NAME}`: at least one reference. No message shows
  /// it.
  public Optional<Secret> secretText(String key) {
    return secret(
        key,
        References::holds,
        "a text of ASCII with a reference, as ${NAME} or ${file:path}",
        PRINTABLE.asMatchPredicate());
  }

  private Optional<Secret> secret(
      String key, Predicate<String> written, String expected, Predicate<String> read) {
    if (members.get(key) instanceof Scalar given
        && !given.isNothing()
        && !written.test(given.text())) {
      problem(key, Shown.LITERAL_SECRET);
      return Optional.empty();
    }
    return read(key, _ -> expected, text -> Optional.of(text).filter(read).map(Secret::new));
  }

  /// The text of the file that this member names, relative to this configuration's own.
  public Optional<TextFile> textFile(String key, int maxBytes) {
    Optional<Node> named = find(key);
    Consumer<String> trouble = why -> problem(key, named.map(Node::shown).orElse("") + ": " + why);
    return text(key)
        .flatMap(path -> references.resolved(path, trouble))
        .flatMap(file -> sources().textFile(file, maxBytes, trouble));
  }

  /// The member as a mapping; empty if it is not there.
  public Section section(String key) {
    return opened.computeIfAbsent(key, this::open);
  }

  private Section open(String key) {
    return switch (find(key).orElse(new Mapping(place.line(), Map.of()))) {
      case Mapping mapping -> child(key, mapping.members(), silent);
      case Scalar scalar when scalar.isNothing() -> child(key, Map.of(), silent);
      case Refused _ -> child(key, Map.of(), true);
      case Node other -> {
        wrong(place(key), other, "a mapping");
        yield child(key, Map.of(), true);
      }
    };
  }

  private Section child(String key, Map<String, Node> members, boolean silent) {
    return new Section(references, problems, place(key), members, silent);
  }

  /// The member's own members, each a mapping, by name, in the order of the file. A name is 1 to 63
  /// of `a-z`, `0-9` and `-`, and does not begin with the last.
  public Map<String, Section> sections(String key) {
    Section parent = section(key);
    var sections = new LinkedHashMap<String, Section>();
    for (String name : parent.keys()) {
      if (NAME.matcher(name).matches()) {
        sections.put(name, parent.section(name));
      } else {
        parent.problem(name, "not a name (expected: 1 to 63 of a-z, 0-9 and -, no - in front)");
      }
    }
    return Collections.unmodifiableMap(sections);
  }

  /// The member's own members, each a text, by name, in the order of the file.
  public Map<String, String> scalars(String key) {
    Section parent = section(key);
    var scalars = new LinkedHashMap<String, String>();
    parent.keys().forEach(name -> parent.text(name).ifPresent(text -> scalars.put(name, text)));
    return Collections.unmodifiableMap(scalars);
  }

  /// The member's own members, each as JSON text, by name, in the order of the file: to be copied
  /// into a body as they are.
  public Map<String, String> json(String key) {
    Section parent = section(key);
    var json = new LinkedHashMap<String, String>();
    parent.keys().forEach(name -> parent.jsonText(name).ifPresent(text -> json.put(name, text)));
    return Collections.unmodifiableMap(json);
  }

  /// The member, whatever it is, as JSON text.
  public Optional<String> jsonText(String key) {
    return find(key).map(node -> new Json(references, this::note).of(node, place(key)));
  }

  /// Notes every member, at any depth, that nobody asked for. Comes last.
  public void finish() {
    for (String key : members.keySet()) {
      if (!asked.contains(key)) {
        String expected = asked.isEmpty() ? "" : " (expected: " + String.join(", ", asked) + ")";
        String meant = Nearest.hint(key, asked);
        note(place(key), "unknown key" + (meant.isEmpty() ? expected : meant));
      }
    }
    opened.values().forEach(Section::finish);
  }

  private Optional<Node> find(String key) {
    asked.add(key);
    return Optional.ofNullable(members.get(key));
  }

  private <T> Optional<T> read(
      String key, Function<String, String> expected, Function<String, Optional<T>> parse) {
    return find(key).flatMap(node -> scalar(node, place(key), expected, parse));
  }

  private <T> Optional<T> scalar(
      Node node, Place at, Function<String, String> expected, Function<String, Optional<T>> parse) {
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      wrong(at, node, expected.apply(""));
      return Optional.empty();
    }
    Optional<String> text = references.fill(scalar.text(), why -> note(at, why));
    Optional<T> value = text.flatMap(parse);
    if (text.isPresent() && value.isEmpty()) {
      wrong(at, node, expected.apply(text.get()));
    }
    return value;
  }

  private void wrong(Place at, Node found, String expected) {
    if (!(found instanceof Refused)) {
      note(at, found.shown() + " (expected: " + expected + ")");
    }
  }

  private void note(Place at, String message) {
    if (!silent) {
      problems.note(at, message);
    }
  }
}
