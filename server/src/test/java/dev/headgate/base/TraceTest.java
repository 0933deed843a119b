package dev.headgate.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  private static Trace of(Field... fields) {
    return Trace.of(new Request("POST", "/", List.of(fields), new byte[0]));
  }

  private static Trace of(String traceparent) {
    return of(new Field("Traceparent", traceparent));
  }

  @Test
  void takesUpTheCallersTrace() {
    var trace = of("00-" + ID + "-" + PARENT + "-01");

    assertThat(trace.id()).isEqualTo(ID);
    assertThat(trace.parent()).isEqualTo(PARENT);
    assertThat(trace.sampled()).isTrue();
    assertThat(trace.span()).matches("[0-9a-f]{16}").isNotEqualTo(PARENT);
  }

  @Test
  void keepsToTheCallersSampling() {
    assertThat(of("00-" + ID + "-" + PARENT + "-00").sampled()).isFalse();
    assertThat(of("00-" + ID + "-" + PARENT + "-03").sampled()).isTrue();
  }

  @Test
  void readsLaterVersionsAsFarAsItKnowsThem() {
    assertThat(of("01-" + ID + "-" + PARENT + "-01-more").id()).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "undefined",
        "00-" + ID + "-" + PARENT,
        "00-" + ID + "-" + PARENT + "-01-more",
        "ff-" + ID + "-" + PARENT + "-01",
        "00-00000000000000000000000000000000-" + PARENT + "-01",
        "00-" + ID + "-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-" + PARENT + "-01",
        "00-" + ID + "-" + PARENT + "-01\n\u001b[2J"
      })
  void beginsATraceOfItsOwnWhereTheCallersIsNotSound(String traceparent) {
    var trace = of(traceparent);

    assertThat(trace.id()).matches("[0-9a-f]{32}").isNotEqualTo(ID);
    assertThat(trace.parent()).isNull();
  }

  @Test
  void eachAttemptIsASpanOfTheSameTrace() {
    var state = new Field("tracestate", "vendor=1");
    var trace = of(new Field("traceparent", "00-" + ID + "-" + PARENT + "-01"), state);

    assertThat(trace.fields("00f067aa0ba902b7"))
        .containsExactly(new Field("traceparent", "00-" + ID + "-00f067aa0ba902b7-01"), state);
    assertThat(java.util.stream.Stream.generate(Trace::newSpan).limit(1_000))
        .allMatch(span -> span.matches("[0-9a-f]{16}"))
        .satisfies(spans -> assertThat(spans.stream().collect(Collectors.toSet())).hasSize(1_000));
  }
}
