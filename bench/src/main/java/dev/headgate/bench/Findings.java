package dev.headgate.bench;

import java.util.List;
import java.util.Map;

/// All that one run has found out.
record Findings(
    Results results,
    Map<String, Memory> memory,
    List<HotSpots> hotSpots,
    List<Headgate.StartUp> startUps,
    List<Headgate.StartUp> startUpsOnOneCore) {

  /// Resident bytes after the first call and after all loads; with many streams open.
  record Memory(long idle, long loaded, Driver.Held streaming) {}

  /// Where Headgate spent its CPU time under one load: what the kernel booked by thread, and the
  /// samples that the flight recorder took.
  record HotSpots(Sample sample, Map<String, Account.Booked> threads, Profile profile) {}
}
