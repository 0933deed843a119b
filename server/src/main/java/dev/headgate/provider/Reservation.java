package dev.headgate.provider;

/// What one attempt may use, until it is settled. Closed unsettled it stays held, for the attempt
/// may have been billed.
public interface Reservation extends AutoCloseable {
  /// The most output tokens the attempt may ask for; `CallBody.UNCAPPED` if nothing bounds it.
  int outputCap();

  void settle(Ended how);

  @Override
  void close();
}
