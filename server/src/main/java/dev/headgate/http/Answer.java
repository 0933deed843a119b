package dev.headgate.http;

import dev.headgate.base.Head;

/// A whole answer, at once.
public record Answer(Head head, byte[] body) {}
