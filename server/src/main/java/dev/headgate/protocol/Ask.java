package dev.headgate.protocol;

import dev.headgate.base.Decision;
import dev.headgate.base.Field;
import dev.headgate.base.Request;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// A client's request, as far as Headgate must know it; every byte of it is kept as it came.
public final class Ask {
  private static final Set<String> WANTED =
      Set.of(
          "model",
          "stream",
          "stream_options",
          "stream_options.include_usage",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens",
          "n",
          "thinking",
          "thinking.budget_tokens",
          "messages",
          "system",
          "input",
          "instructions",
          "user",
          "safety_identifier",
          "metadata",
          "metadata.user_id",
          "headgate",
          "headgate.inputs",
          "headgate.targeting_key",
          "headgate.fallbacks",
          "headgate.tags");

  /// Longer than any vendor's, and short enough to be compared with all names we know.
  private static final int LONGEST_MODEL = 512;

  private final Surface surface;
  private final Request request;
  private final String model;
  private final Map<String, String> tags;
  private final List<String> fallbacks;
  final Document document;

  private Ask(
      Surface surface,
      Request request,
      String model,
      Map<String, String> tags,
      List<String> fallbacks,
      Document document) {
    this.surface = surface;
    this.request = request;
    this.model = model;
    this.tags = tags;
    this.fallbacks = fallbacks;
    this.document = document;
  }

  /// Reads a request to a vendor's surface.
  public static Decision<Ask> read(Surface surface, Request request) {
    return Document.read(request.body(), WANTED)
        .then(document -> named(surface, request, document));
  }

  /// Reads a request to our own surface for features.
  public static Decision<Ask> feature(String feature, Request request) {
    return Document.read(request.body(), Set.copyOf(RequestRules.FEATURES))
        .then(document -> checked(Surface.FEATURES, request, "feature/" + feature, document));
  }

  private static Decision<Ask> named(Surface surface, Request request, Document document) {
    Member model = document.root.member("model");
    String name = model == null || !model.isText() ? "" : String.valueOf(model.text);
    if (name.isBlank() || name.length() > LONGEST_MODEL) {
      String expected = "a model's name of at most " + LONGEST_MODEL + " characters";
      return RequestRules.wrong("model", RequestRules.found(model), expected);
    }
    return checked(surface, request, name, document);
  }

  private static Decision<Ask> checked(
      Surface surface, Request request, String model, Document document) {
    String tags = surface == Surface.FEATURES ? "tags" : "headgate.tags";
    return CallTags.of(document, tags)
        .then(found ->
            Fallbacks.of(document)
                .then(models -> {
                  var ask = new Ask(surface, request, model, found, models, document);
                  return new RequestRules(ask).check();
                }));
  }

  /// The number if it is whole, not negative and an `int`, however it is written; else -1.
  static int whole(Member member) {
    if (!member.isNumber() || member.text == null || member.text.length() > 40) {
      return -1;
    }
    try {
      return new BigDecimal(member.text).intValueExact();
    } catch (ArithmeticException | NumberFormatException notWhole) {
      return -1;
    }
  }

  /// The document, read anew if `more` of its members matter.
  Decision<Document> including(Set<String> more) {
    if (more.isEmpty() || surface == Surface.FEATURES) {
      return Decision.yes(document);
    }
    var wanted = new HashSet<>(WANTED);
    wanted.addAll(more);
    return Document.read(document.bytes, wanted);
  }

  public Surface surface() {
    return surface;
  }

  /// As the client wrote it: an alias, `provider/model`, `feature/name`, a bare model.
  public String model() {
    return model;
  }

  /// Whether the answer is to come as events; what is no text never does, whatever the client says.
  public boolean stream() {
    return surface.hasText() && document.member("stream").filter(Member::isTrue).isPresent();
  }

  /// Whether the client wants the usage at the end of its chat stream.
  public boolean asksForUsage() {
    return document.member("stream_options.include_usage").filter(Member::isTrue).isPresent();
  }

  public boolean isFeature() {
    return model.startsWith("feature/");
  }

  /// The name in `feature/name`.
  public String feature() {
    return model.substring("feature/".length());
  }

  /// The header fields that go along to a provider. What our own surface was sent with says nothing
  /// to a vendor.
  public List<Field> fields() {
    return surface == Surface.FEATURES ? List.of() : Forwarded.request(request.fields());
  }

  /// The query, such as `?beta=true`, or nothing.
  public String query() {
    return surface == Surface.FEATURES ? "" : request.path().substring(request.route().length());
  }

  /// The most time that the client gives the call, as it wrote it, or nothing.
  public String timeoutMillis() {
    return request.first("x-headgate-timeout-ms").orElse("");
  }

  /// The gates that the call has passed before this one, or nothing.
  public String hops() {
    return request.first("x-headgate-hop").orElse("");
  }

  /// The largest output cap that the client wrote.
  public OptionalInt cap() {
    int largest = -1;
    for (String name : surface.capMembers()) {
      Optional<Member> cap = document.member(name);
      largest = cap.isPresent() ? Math.max(largest, whole(cap.get())) : largest;
    }
    return largest < 0 ? OptionalInt.empty() : OptionalInt.of(largest);
  }

  /// What the caller wants its call to be found by: at most 16, together at most 512 bytes of JSON.
  public Map<String, String> tags() {
    return tags;
  }

  /// The models to be asked where the one it names has no answer, in order: at most 8.
  public List<String> fallbacks() {
    return fallbacks;
  }

  /// A hash of how its conversation begins, the same in all of that's requests; 0 if it has none.
  public long conversation() {
    return new Opening(document).hash();
  }

  /// Whether it holds reasoning that whoever served it before has signed or encrypted.
  public boolean holdsSignedReasoning() {
    return new Opening(document).isSigned();
  }

  /// The bytes of its body.
  public int size() {
    return document.bytes.length;
  }

  /// The bytes of the inputs' JSON object; `{}` if there are none.
  public byte[] inputs() {
    String path = surface == Surface.FEATURES ? "inputs" : "headgate.inputs";
    return document.member(path).map(document::value).orElse(new byte[] {'{', '}'});
  }

  /// Who is served, if the request says so: our own member, else the vendor's for end users. What
  /// is empty says nothing.
  public Optional<Said> targetingKey() {
    String ours = surface == Surface.FEATURES ? "targeting_key" : "headgate.targeting_key";
    return Stream.of(ours, "safety_identifier", "user", "metadata.user_id")
        .flatMap(path ->
            document
                .member(path)
                .filter(said -> !said.isEmptyText())
                .map(said -> new Said(path, document.value(said)))
                .stream())
        .findFirst();
  }

  /// A member of the request, by its path, with its value's JSON.
  public record Said(String member, byte[] json) {}
}
