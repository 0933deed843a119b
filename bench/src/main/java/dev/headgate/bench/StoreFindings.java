package dev.headgate.bench;

import dev.headgate.bench.Days.Portion;
import java.time.Duration;
import java.util.List;

/// All that one run about the store has found out.
record StoreFindings(
    List<Appends.Sample> appends,
    Steps.Found steps,
    Portion paced,
    Day small,
    Day day,
    List<Dropped> dropped) {

  /// A day that was filled and asked about; bytes of its file, and of the sums' so far.
  record Day(List<Portion> portions, long bytes, List<Questions.Answer> answers) {
    int calls() {
      return portions.stream().mapToInt(Portion::calls).sum();
    }

    double perSecond() {
      return calls() * 1e9 / portions.stream().mapToLong(each -> each.took().toNanos()).sum();
    }

    double bytesOfCall() {
      return (double) bytes / calls();
    }

    Questions.Answer answer(String question) {
      return answers.stream()
          .filter(each -> each.question().equals(question))
          .findFirst()
          .orElseThrow();
    }
  }

  /// A day whose file was removed; memory in use on the heap after, and the most that is allowed.
  record Dropped(int calls, long bytes, Duration took, long heap, long mostHeap) {}
}
