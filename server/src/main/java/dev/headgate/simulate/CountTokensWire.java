package dev.headgate.simulate;

import dev.headgate.base.Request;
import dev.headgate.protocol.Family;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/messages/count_tokens`, which is free.
final class CountTokensWire implements Wire {
  @Override
  public Family family() {
    return Family.ANTHROPIC;
  }

  @Override
  public Ask read(Request request, ObjectNode body) {
    return Ask.unsaid(body, MessagesWire.prompt(request, body));
  }

  @Override
  public String whole(Answer answer) {
    return "{\"input_tokens\":" + answer.ask().prompt().tokens() + "}";
  }

  @Override
  public boolean isBilled() {
    return false;
  }
}
