package dev.headgate.provider;

import dev.headgate.base.Decision;
import dev.headgate.protocol.CallBody;

/// Asked before every send, so that each attempt holds a reservation of its own.
public interface Funds {
  Decision<Reservation> reserve(Attempt attempt, CallBody body);
}
