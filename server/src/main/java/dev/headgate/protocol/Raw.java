package dev.headgate.protocol;

import dev.headgate.base.Field;
import java.util.List;
import java.util.OptionalInt;

/// The caller's own request, passed on with nothing but the edits that the gate must make.
public record Raw(Ask ask) implements CallBody {
  @Override
  public Surface surface() {
    return ask.surface();
  }

  @Override
  public boolean stream() {
    return ask.stream();
  }

  @Override
  public List<Field> fields() {
    return ask.fields();
  }

  @Override
  public String query() {
    return ask.query();
  }

  @Override
  public String hops() {
    return ask.hops();
  }

  @Override
  public OptionalInt askedCap() {
    return ask.cap();
  }

  @Override
  public boolean injectsUsage(Dialect dialect) {
    return Edits.injectsUsage(ask, dialect);
  }

  @Override
  public boolean isPrompted() {
    return false;
  }

  @Override
  public byte[] bytesFor(Dialect dialect, String model, int outputCap) {
    return new Edits(ask.document, ask, dialect).model(model).cap(outputCap).usage().bytes();
  }
}
