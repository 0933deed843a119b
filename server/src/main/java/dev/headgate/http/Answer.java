package dev.headgate.http;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import java.util.List;

/// A whole answer, at once.
public record Answer(Head head, byte[] body) {
  /// One that went well.
  public static Answer ok(String contentType, byte[] body) {
    return new Answer(new Head(200, List.of(new Field("content-type", contentType))), body);
  }
}
