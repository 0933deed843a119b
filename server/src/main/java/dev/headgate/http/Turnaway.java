package dev.headgate.http;

import dev.headgate.base.Field;
import dev.headgate.base.Refusal;
import java.util.List;

/// Words what the transport refuses by itself, such as a body that is too long, in the shape of the
/// surface that was asked. Runs on an event loop: pure and quick.
public interface Turnaway {
  Answer refuse(String method, String path, List<Field> fields, Refusal refusal);
}
