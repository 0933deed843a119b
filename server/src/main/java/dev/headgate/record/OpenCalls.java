package dev.headgate.record;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// The calls whose start has been read in the journal and whose end has not, in their order.
final class OpenCalls {
  private record Open(long position, CallStart latest) {}

  private final Map<String, Open> open = new LinkedHashMap<>();

  /// `position` is in front of the entry.
  void started(CallStart start, long position) {
    open.merge(
        start.id(), new Open(position, start), (first, again) -> new Open(first.position, start));
  }

  void ended(String id) {
    open.remove(id);
  }

  /// The latest attempts of those open.
  Collection<CallStart> starts() {
    return open.values().stream().map(Open::latest).toList();
  }

  /// Where the oldest of them began, or `otherwise`.
  long first(long otherwise) {
    return open.isEmpty() ? otherwise : open.values().iterator().next().position;
  }
}
