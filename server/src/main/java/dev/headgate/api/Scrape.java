package dev.headgate.api;

import dev.headgate.access.Access;
import dev.headgate.base.Decision;
import dev.headgate.base.Request;
import dev.headgate.http.Answer;
import java.util.function.Function;

/// `/metrics`: `open` where only programs on this machine can ask, else behind the admin key.
public record Scrape(boolean open, Admin admin, Function<Request, Answer> metrics) {
  Decision<Answer> answer(Request request) {
    Decision<Request> admitted = open ? Access.fromThisMachine(request) : admin.admit(request);
    return admitted.then(it -> Decision.yes(metrics.apply(it)));
  }
}
