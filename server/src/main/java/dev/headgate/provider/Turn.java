package dev.headgate.provider;

import dev.headgate.base.Clock;
import dev.headgate.base.Registration;
import org.jspecify.annotations.Nullable;

/// Leave to make one attempt at a target, with one of our keys; tells the target's standing how it
/// went. Closed, it leaves its place in the provider's bulkhead.
public final class Turn implements Registration {
  private final Standing standing;
  private final Clock clock;
  private final Registration place;
  private final int era;
  private final long began;
  private final @Nullable ApiKey key;
  private boolean waits = true;

  Turn(Standing standing, Clock clock, Registration place, int era) {
    this.standing = standing;
    this.clock = clock;
    this.place = place;
    this.era = era;
    began = clock.nanos();
    key = standing.account().choose(began);
    standing.latency().sent();
  }

  @Nullable ApiKey key() {
    return key;
  }

  /// Content has come, or the provider's own word on the request.
  void answered() {
    long now = clock.nanos();
    standing.circuit().answered(era, now, now - began);
    standing.account().answered(key);
    standing.latency().seen(now, now - began);
    arrived();
  }

  /// The attempt failed, or its answer broke. Says whether another of our keys may have more luck.
  boolean failed(Fault fault) {
    long now = clock.nanos();
    boolean other = standing.account().failed(key, fault, now);
    if (fault.isOfTheTarget()) {
      standing.circuit().failed(era, now, fault.cause().code());
    }
    return other;
  }

  private void arrived() {
    if (waits) {
      waits = false;
      standing.latency().gone();
    }
  }

  @Override
  public void close() {
    arrived();
    place.close();
  }
}
