package dev.headgate.protocol;

import dev.headgate.base.Field;
import java.util.List;
import java.util.OptionalInt;

/// What a call sends, not yet in the words of any provider: made per attempt, never before.
public interface CallBody {
  /// No output cap of ours.
  int UNCAPPED = Integer.MAX_VALUE;

  /// The surface that the client called.
  Surface surface();

  boolean stream();

  /// The body for a model of a provider, at most `outputCap` tokens of output asked for.
  byte[] bytesFor(Dialect dialect, String model, int outputCap);

  /// The client's header fields that go along, unchanged.
  List<Field> fields();

  /// The client's query, with its question mark, or nothing.
  String query();

  /// The gates that the call has passed before this one, or nothing.
  String hops();

  /// The output cap that the client itself asked for.
  OptionalInt askedCap();

  /// Whether the answer will hold usage that the client did not ask for.
  boolean injectsUsage(Dialect dialect);

  /// Whether the prompt is a feature's, so that a provider's word on it is not the caller's affair.
  boolean isPrompted();
}
