package dev.headgate.feature;

import static dev.headgate.base.Refusal.Code.INVALID_INPUTS;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.headgate.base.Decision;
import dev.headgate.protocol.Message;
import dev.headgate.protocol.Message.Role;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A prompt file that can be filled: the messages it makes, and the inputs they need. Never prints
/// its text. Values fill the messages and are looked at no further: whatever a value holds, it
/// opens no message and no tag.
public final class Prompt {
  /// The most characters of all filled messages together; a list can repeat a long text.
  static final int MOST_CHARACTERS = 4 << 20;

  /// Looks names up among the inputs only: the engine's own way also finds the methods of an item.
  private static final Mustache.Compiler MUSTACHE =
      Mustache.compiler()
          .escapeHTML(false)
          .strictSections(true)
          .emptyStringIsFalse(true)
          .withCollector(
              new BasicCollector() {
                @Override
                public <K, V> Map<K, V> createFetcherCache() {
                  return new ConcurrentHashMap<>();
                }
              });

  /// What stands for a prompt that could not be read; never served.
  static final Prompt EMPTY = new Prompt("", Map.of(), List.of());

  /// One message before it is filled.
  record Part(Role role, Template template) {
    Part(Role role, String text) {
      this(role, MUSTACHE.compile(text));
    }
  }

  private final String version;
  private final Map<String, Declared> declared;
  private final List<Part> parts;

  Prompt(String version, Map<String, Declared> declared, List<Part> parts) {
    this.version = version;
    this.declared = declared;
    this.parts = parts;
  }

  /// The first 12 hexadecimal digits of the SHA-256 of the file's bytes.
  public String version() {
    return version;
  }

  Map<String, Declared> declared() {
    return declared;
  }

  /// Fills in what a signature has checked.
  Decision<List<Message>> fill(Inputs inputs) {
    var values = new HashMap<String, Object>();
    declared.forEach(
        (name, input) -> input.in(inputs, name).ifPresent(it -> values.put(name, it.value())));
    var messages = new ArrayList<Message>();
    var page = new Page();
    try {
      for (Part part : parts) {
        part.template.execute(values, page);
        messages.add(new Message(part.role, page.turn()));
      }
      return Decision.yes(messages);
    } catch (Full full) {
      return Inputs.refused(
          INVALID_INPUTS, "inputs", "more than " + MOST_CHARACTERS + " characters once filled in");
    }
  }

  @Override
  public String toString() {
    return "prompt " + version;
  }

  /// Ends a filling that has passed the bound, so that nobody goes on working for nothing.
  private static final class Full extends RuntimeException {
    Full() {
      super(null, null, false, false);
    }
  }

  /// Takes the text of one message after another, all of them up to the bound.
  private static final class Page extends Writer {
    private final StringBuilder text = new StringBuilder();
    private int room = MOST_CHARACTERS;

    @Override
    public void write(char[] chars, int from, int length) {
      take(length);
      text.append(chars, from, length);
    }

    @Override
    public void write(String string, int from, int length) {
      take(length);
      text.append(string, from, from + length);
    }

    private void take(int length) {
      if (length > room) {
        throw new Full();
      }
      room -= length;
    }

    String turn() {
      String whole = text.toString();
      text.setLength(0);
      return whole;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
