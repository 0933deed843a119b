package dev.headgate.bench;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What stands between the callers and the upstream: a process of ours, or nothing.
record Gateway(String name, int port, String credential, @Nullable Child child)
    implements AutoCloseable {
  static final String DIRECT = "direct";
  static final String HEADGATE = "headgate";
  static final String NGINX = "nginx";

  static Gateway direct(Mock mock) {
    return new Gateway(DIRECT, mock.port(), "sk-nobody-looks", null);
  }

  byte[] request(int size, boolean stream) {
    return Bytes.request(credential, size, stream);
  }

  Optional<ProcessHandle> process() {
    return Optional.ofNullable(child).map(Child::handle);
  }

  Account.Cpu cpu() {
    return process().map(Account::cpu).orElse(Account.Cpu.NONE);
  }

  /// Resident memory in bytes; 0 where there is no process.
  long resident() {
    return process().map(Account::resident).orElse(0L);
  }

  void mustLive() {
    if (child != null) {
      child.mustLive();
    }
  }

  /// Where its output goes.
  Path log() {
    if (child == null) {
      throw new IllegalStateException(name + " is no process");
    }
    return child.log();
  }

  void emptyLog() {
    if (child != null) {
      child.emptyLog();
    }
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
    }
  }
}
