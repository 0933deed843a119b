package dev.headgate.protocol;

/// The caller's own request, passed on with nothing but the edits that the gate must make.
public record Raw(Ask ask) implements CallBody {
  @Override
  public boolean isPrompted() {
    return false;
  }

  @Override
  public byte[] bytesFor(Dialect dialect, String model, int outputCap) {
    return new Edits(ask.document, ask, dialect).model(model).cap(outputCap).usage().bytes();
  }
}
