package dev.headgate.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.config.Place;
import dev.headgate.config.Problems;
import dev.headgate.config.Section;
import dev.headgate.config.TextFile;
import dev.headgate.feature.Prompt.Part;
import dev.headgate.protocol.Message.Role;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a prompt file: front matter between two lines `---`, which may be left out, then messages,
/// each under a line that is exactly `# system`, `# user` or `# assistant`. The file is cut into
/// messages before anything is filled in, so that no input can open one. A line of a message that
/// would be taken for a heading is written with a space before it.
final class PromptFile {
  /// Also what only looks like a heading, so that a slip does not end up in the message above it.
  private static final Pattern HEADING =
      Pattern.compile("#+\\h*(system|user|assistant)\\h*:?\\h*", Pattern.CASE_INSENSITIVE);

  private static final String FENCE = "---";

  /// A message as it stands in the file; `line` is its heading's, from 1.
  private record Draft(Role role, int line, StringBuilder text) {}

  private final TextFile file;
  private final List<String> lines;
  private final Problems problems;
  private boolean sound = true;

  private PromptFile(TextFile file, Problems problems) {
    this.file = file;
    this.lines = file.text().lines().toList();
    this.problems = problems;
  }

  /// Reads a file that the section `near` names, or notes all its problems with their lines.
  static Prompt read(TextFile file, Section near, Problems problems) {
    return new PromptFile(file, problems).prompt(near);
  }

  private Prompt prompt(Section near) {
    int body = body();
    if (body < 0) {
      return Prompt.EMPTY;
    }
    Section head = near.alongside(file.path(), head(body));
    Section inputs = head.section("inputs");
    Map<String, Declared> declared = Declared.all(inputs);
    head.finish();
    List<Draft> drafts = drafts(body);
    check(drafts, declared, inputs);
    return sound
        ? new Prompt(version(), declared, drafts.stream().map(PromptFile::part).toList())
        : Prompt.EMPTY;
  }

  private String version() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.text().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static Part part(Draft draft) {
    return new Part(draft.role, draft.text.toString().strip());
  }

  /// The line that the messages begin with: after the front matter, if there is one.
  private int body() {
    if (lines.isEmpty() || !lines.getFirst().equals(FENCE)) {
      return 0;
    }
    int end = lines.subList(1, lines.size()).indexOf(FENCE);
    if (end < 0) {
      problem("the front matter is never closed (expected: a second line ---)", 1);
      return -1;
    }
    return end + 2;
  }

  /// The front matter with the line numbers that it has in the file, or one that says nothing.
  private String head(int body) {
    String head = body == 0 ? "" : String.join("\n", lines.subList(1, body - 1));
    return head.isBlank() ? "inputs: {}" : "\n" + head;
  }

  private List<Draft> drafts(int body) {
    var drafts = new ArrayList<Draft>();
    for (int i = body; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        drafts.add(draft(line, heading.group(1), i + 1));
      } else if (!drafts.isEmpty()) {
        drafts.getLast().text.append(line).append('\n');
      } else if (!line.isBlank() && sound) {
        problem("text before the first heading (expected: # system, # user or # assistant)", i + 1);
      }
    }
    return drafts;
  }

  private Draft draft(String heading, String name, int line) {
    Role role = Role.valueOf(name.toUpperCase(Locale.ROOT));
    if (!heading.equals("# " + role.text())) {
      problem("almost a heading (expected: # " + role.text() + ", or a space before the #)", line);
    }
    return new Draft(role, line, new StringBuilder());
  }

  private void check(List<Draft> drafts, Map<String, Declared> declared, Section inputs) {
    if (drafts.isEmpty() && sound) {
      problem("no message (expected: # user, and a text under it)", 1);
    }
    Set<String> used = new HashSet<>();
    for (Draft draft : drafts) {
      if (draft.text.toString().isBlank()) {
        problem("an empty message", draft.line);
      }
      if (draft.role == Role.SYSTEM && draft.line > drafts.getFirst().line) {
        problem("# system stands after another message (expected: first, and once)", draft.line);
      }
      Tags.check(draft.text.toString(), draft.line + 1, declared, used, this::problem);
    }
    for (String name : declared.keySet()) {
      if (!used.contains(name)) {
        inputs.problem(name, "declared but never used");
      }
    }
  }

  private void problem(String message, int line) {
    sound = false;
    problems.note(new Place(file.path(), line, ""), message);
  }
}
