package dev.headgate.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// The calls whose start has been read in the journal and whose end has not, in their order. Nearly
/// all end, so a start is not decoded before it has to be.
final class OpenCalls {
  private record Open(long position, byte[] latest) {}

  private final Map<UUID, Open> open = new LinkedHashMap<>();

  /// An entry and the position in front of it.
  void read(byte[] entry, long position) {
    UUID id = Entries.id(entry);
    if (Entries.isEnd(entry)) {
      open.remove(id);
    } else {
      open.merge(
          id, new Open(position, entry), (first, again) -> new Open(first.position, again.latest));
    }
  }

  void ended(UUID id) {
    open.remove(id);
  }

  /// The latest attempts of those open.
  Stream<CallStart> starts() {
    return open.values().stream().map(each -> Entries.start(each.latest));
  }

  /// Where the oldest of them began, if that is before `position`, or `position`.
  long first(long position) {
    return open.isEmpty() ? position : Math.min(position, open.values().iterator().next().position);
  }
}
