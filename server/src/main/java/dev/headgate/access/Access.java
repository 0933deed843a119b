package dev.headgate.access;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Who may come in. Without keys the gate stands open, but only to programs on this machine: a page
/// in a browser is told apart by its `Origin`, and a rebound name by its `Host`.
public final class Access {
  /// Where credentials may stand; the first that is there decides.
  private static final List<String> CREDENTIALS =
      List.of("authorization", "x-api-key", "api-key", "x-goog-api-key");

  private final Keyring keys;

  public Access(Collection<ApplicationKey> keys) {
    this.keys = new Keyring(keys);
  }

  /// Whether everybody who can reach the gate may use it.
  public boolean isOpen() {
    return keys.isEmpty();
  }

  public Decision<Principal> admit(Request request) {
    return isOpen()
        ? fromThisMachine(request).then(_ -> Decision.yes(Principal.OPEN))
        : byKey(request);
  }

  /// Lets pass what does not come from a web page by way of a browser on this machine. Where there
  /// are keys no page has one, so everything passes.
  public Decision<Request> notFromAPage(Request request) {
    return isOpen() ? fromThisMachine(request) : Decision.yes(request);
  }

  private Decision<Principal> byKey(Request request) {
    return Credentials.in(request, CREDENTIALS)
        .flatMap(keys::find)
        .map(Decision::yes)
        .orElseGet(() ->
            Decision.no(
                new Refusal(
                    Code.INVALID_KEY,
                    "The application key is missing or not known here (expected: a key of this"
                        + " Headgate in Authorization: Bearer, x-api-key, api-key or"
                        + " x-goog-api-key).")));
  }

  /// Lets pass what names this machine, and comes from no page of another one.
  public static Decision<Request> fromThisMachine(Request request) {
    if (request.first("host").filter(host -> !isLoopback(hostOf("http://" + host))).isPresent()) {
      return Decision.no(
          new Refusal(
              Code.FOREIGN_HOST,
              "Without application keys the gate answers to loopback names only (expected: Host"
                  + " localhost or 127.0.0.1)."));
    }
    if (request.first("origin").filter(origin -> !isLoopback(hostOf(origin))).isPresent()) {
      return Decision.no(
          new Refusal(
              Code.FOREIGN_ORIGIN,
              "Without application keys the gate takes no calls from web pages of other hosts."));
    }
    return Decision.yes(request);
  }

  private static String hostOf(String url) {
    try {
      String host = URI.create(url).getHost();
      return host == null ? "" : host;
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  /// Whether a host's name can mean this machine alone.
  public static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
        || name.equals("[::1]")
        || name.equals("::1");
  }
}
