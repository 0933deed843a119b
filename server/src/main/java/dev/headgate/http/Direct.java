package dev.headgate.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The hosts that are reached without a proxy, as `no_proxy` lists them: `*`, `host` or `.suffix`
/// (either stands for all names below it), `host:port`, an address, or a block such as
/// `10.0.0.0/8`. Our own machine always is. No name is looked up.
record Direct(boolean all, List<Name> names, List<Block> blocks) {
  /// A host and what is below it; on any port if `port` is 0.
  record Name(String host, int port) {
    boolean covers(String other, int onPort) {
      return (port == 0 || port == onPort) && (other.equals(host) || other.endsWith("." + host));
    }
  }

  /// The addresses that begin with the first `bits` bits of `address`.
  record Block(byte[] address, int bits) {
    boolean covers(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        if (((address[bit / 8] ^ other[bit / 8]) & (0x80 >> bit % 8)) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  static Direct of(String list) {
    var names = new ArrayList<Name>();
    var blocks = new ArrayList<Block>();
    boolean all = false;
    for (String entry : list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      all |= entry.equals("*");
      block(entry).ifPresentOrElse(blocks::add, () -> names.add(name(entry)));
    }
    names.removeIf(name -> name.host.isEmpty());
    return new Direct(all, names, blocks);
  }

  boolean covers(String host, int port) {
    String plain = plain(host);
    if (all || plain.equals("localhost") || plain.endsWith(".localhost")) {
      return true;
    }
    var address = address(plain);
    return address.filter(InetAddress::isLoopbackAddress).isPresent()
        || names.stream().anyMatch(name -> name.covers(plain, port))
        || (address.isPresent()
            && blocks.stream().anyMatch(block -> block.covers(address.get().getAddress())));
  }

  private static String plain(String host) {
    String small = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
  }

  private static Name name(String entry) {
    int colon = entry.lastIndexOf(':');
    String digits = entry.substring(colon + 1);
    boolean port = colon == entry.indexOf(':') && digits.matches("\\d{1,5}");
    String host = plain(port ? entry.substring(0, colon) : entry);
    return new Name(host.replaceFirst("^\\*?\\.", ""), port ? Integer.parseInt(digits) : 0);
  }

  private static Optional<Block> block(String entry) {
    String[] parts = entry.split("/", 2);
    if (parts.length < 2 || !parts[1].matches("\\d{1,3}")) {
      return address(plain(entry))
          .map(one -> new Block(one.getAddress(), 8 * one.getAddress().length));
    }
    int bits = Integer.parseInt(parts[1]);
    return address(plain(parts[0]))
        .filter(address -> bits <= 8 * address.getAddress().length)
        .map(address -> new Block(address.getAddress(), bits));
  }

  /// The address that is written out, if it is one.
  private static Optional<InetAddress> address(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException name) {
      return Optional.empty();
    }
  }
}
