package dev.headgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The yardstick: nginx with the least it needs to pass calls on, one worker, connections kept.
final class Nginx {
  private static final Duration START = Duration.ofSeconds(10);

  private Nginx() {}

  /// What `nginx -v` says, without the words before the number; empty where it is not installed.
  static Optional<String> version() {
    try {
      String said = Tool.output(List.of("nginx", "-v")).strip();
      return Optional.of(said.substring(said.indexOf('/') + 1));
    } catch (Failed _) {
      return Optional.empty();
    }
  }

  static Gateway start(Path directory, String cores, int upstream) {
    int port = Probe.freePort();
    Path config = directory.resolve("nginx.conf");
    try {
      Files.writeString(config, config(directory, port, upstream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var command = List.of("nginx", "-p", directory.toString(), "-c", config.toString());
    var child = new Child(directory, Gateway.NGINX, cores, command, Map.of());
    var gateway = new Gateway(Gateway.NGINX, port, "sk-nobody-looks", child);
    Wait.until(
        "nginx listens",
        START,
        () -> {
          gateway.mustLive();
          return Probe.ask(port, gateway.request(1024, false)).status() == 200;
        });
    return gateway;
  }

  private static String config(Path directory, int port, int upstream) {
    return """
    daemon off;
    worker_processes 1;
    worker_rlimit_nofile 16384;
    pid nginx.pid;
    error_log stderr;
    events { worker_connections 16000; }
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      client_body_buffer_size 64k;
      keepalive_requests 1000000000;
      keepalive_timeout 1h;
      upstream mock {
        server 127.0.0.1:%3$d;
        keepalive 1024;
        keepalive_requests 1000000000;
        keepalive_timeout 1h;
      }
      server {
        listen 127.0.0.1:%2$d backlog=4096;
        location / {
          proxy_pass http://mock;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_buffering off;
          proxy_read_timeout 1h;
        }
      }
    }
    """
        .formatted(directory, port, upstream);
  }
}
