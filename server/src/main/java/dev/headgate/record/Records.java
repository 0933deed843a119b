package dev.headgate.record;

/// Where calls are noted while they run. Both return once a killed process would not lose what they
/// were given.
public interface Records {
  /// Before an attempt is sent. Says whether it may be: not where it could not be noted, and calls
  /// that cannot are refused.
  boolean started(CallStart start);

  /// Before the client sees the end of its call.
  void ended(CallRecord call);
}
