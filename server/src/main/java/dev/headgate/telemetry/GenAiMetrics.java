package dev.headgate.telemetry;

import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.telemetry.OtelConfig.GenAi;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;

/// The metrics of the conventions for generative AI: one observation for each attempt, since each
/// is an operation of ours as a client.
final class GenAiMetrics {
  private static final String OPERATION = "gen_ai.operation.name";
  private static final String PROVIDER = "gen_ai.provider.name";
  private static final String MODEL = "gen_ai.request.model";
  private static final String ERROR = "error.type";
  private static final String TYPE = "gen_ai.token.type";
  private static final String MODALITY = "gen_ai.token.modality";

  private final Family<Timer> operations;
  private final Family<Timer> inferences;
  private final Family<Timer> firstChunks;
  private final Counting counting;

  GenAiMetrics(Meters meters, GenAi names) {
    boolean latest = names == GenAi.LATEST;
    operations = durations(meters, "gen_ai.client.operation.duration");
    inferences = latest ? durations(meters, "gen_ai.client.inference.duration") : operations;
    firstChunks =
        meters.timers(
            "gen_ai.client." + (latest ? "inference" : "operation") + ".time_to_first_chunk",
            "From a streamed request's start to its first content.",
            OPERATION,
            PROVIDER,
            MODEL);
    counting = latest ? new ByUsage(meters) : new ByType(meters);
  }

  private static Family<Timer> durations(Meters meters, String name) {
    return meters.timers(
        name,
        "A request to a provider, from its start to its end.",
        OPERATION,
        PROVIDER,
        MODEL,
        ERROR);
  }

  void count(CallRecord call, AttemptRecord attempt, String vendor, String model) {
    String operation = Spans.operation(call);
    if (operation.equals("count_tokens")) { // which runs no model
      return;
    }
    var durations = operation.equals("embeddings") ? operations : inferences;
    Metrics.record(
        durations.of(operation, vendor, model, error(attempt)), attempt.durationMillis());
    if (attempt.firstTokenMillis() != null) {
      Metrics.record(firstChunks.of(operation, vendor, model), attempt.firstTokenMillis());
    }
    if (attempt.usage().isKnown()) {
      counting.count(attempt.usage(), operation, vendor, model);
    }
  }

  private static String error(AttemptRecord attempt) {
    return attempt.outcome() == Outcome.ANSWERED ? "" : Reasons.of(attempt.cause());
  }

  private sealed interface Counting {
    void count(Usage usage, String operation, String vendor, String model);
  }

  /// As of v1.41: one histogram, by type of token.
  private static final class ByType implements Counting {
    private final Family<DistributionSummary> usages;

    ByType(Meters meters) {
      usages =
          meters.tokens(
              "gen_ai.client.token.usage",
              "Tokens of a request to a provider.",
              OPERATION,
              PROVIDER,
              MODEL,
              TYPE);
    }

    @Override
    public void count(Usage usage, String operation, String vendor, String model) {
      usages.of(operation, vendor, model, "input").record((double) usage.input());
      usages.of(operation, vendor, model, "output").record((double) usage.output());
    }
  }

  /// As it is to be: counters by what is billed, and two histograms.
  private static final class ByUsage implements Counting {
    private final Family<Counter> input;
    private final Family<Counter> output;
    private final Family<Counter> cacheRead;
    private final Family<Counter> cacheWrite;
    private final Family<Counter> reasoning;
    private final Family<DistributionSummary> inputs;
    private final Family<DistributionSummary> outputs;

    ByUsage(Meters meters) {
      input = counters(meters, "input_tokens");
      output = counters(meters, "output_tokens");
      cacheRead = counters(meters, "cache_read.input_tokens");
      cacheWrite = counters(meters, "cache_write.input_tokens");
      reasoning = counters(meters, "reasoning.output_tokens");
      inputs = histograms(meters, "input_tokens");
      outputs = histograms(meters, "output_tokens");
    }

    private static Family<Counter> counters(Meters meters, String name) {
      return meters.tokenCounters(
          "gen_ai.client.inference.usage." + name,
          "Tokens of requests to providers.",
          OPERATION,
          PROVIDER,
          MODEL,
          MODALITY);
    }

    private static Family<DistributionSummary> histograms(Meters meters, String name) {
      return meters.tokens(
          "gen_ai.client.inference.operation." + name,
          "Tokens of a request to a provider.",
          OPERATION,
          PROVIDER,
          MODEL);
    }

    @Override
    public void count(Usage usage, String operation, String vendor, String model) {
      long audioIn = usage.of(Unit.INPUT_AUDIO);
      long imageIn = usage.of(Unit.INPUT_IMAGE);
      long audioOut = usage.of(Unit.OUTPUT_AUDIO);
      long imageOut = usage.of(Unit.OUTPUT_IMAGE);
      String[] at = {operation, vendor, model};
      add(input, usage.input() - audioIn - imageIn, "text", at);
      add(input, audioIn, "audio", at);
      add(input, imageIn, "image", at);
      add(output, usage.output() - audioOut - imageOut, "text", at);
      add(output, audioOut, "audio", at);
      add(output, imageOut, "image", at);
      add(cacheRead, usage.cacheRead(), "text", at);
      add(cacheWrite, usage.cacheWrite(), "text", at);
      add(reasoning, usage.reasoning(), "text", at);
      inputs.of(at).record((double) usage.input());
      outputs.of(at).record((double) usage.output());
    }

    private static void add(Family<Counter> counters, long count, String modality, String[] at) {
      if (count > 0) {
        counters.of(at[0], at[1], at[2], modality).increment((double) count);
      }
    }
  }
}
