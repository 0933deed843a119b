package dev.headgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsStandUnderEachOther() {
    var table = new Table(1, "", "µs").row("1 KB call", "38.1").row("chunk", "9.0");
    assertThat(table)
        .hasToString(
            """
            |           |   µs |
            |-----------|-----:|
            | 1 KB call | 38.1 |
            | chunk     |  9.0 |
            """);
  }
}
