package dev.headgate.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Mark;
import dev.headgate.feature.Change.Act;
import dev.headgate.feature.Switch.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every store promises of operators' switches, whatever it keeps them in: a test of one
/// extends this and says how it is opened.
abstract class SwitchTableContract {
  private static final Shares HALF = Shares.parse("control 50%, candidate 50%");
  private static final Shares ALL = Shares.parse("candidate 100%");
  private static final Mark ANN =
      new Mark("ann", "it's \"better\"; -- größe 🙂", 1_795_000_000_000L);
  private static final Mark BOB = new Mark("bob", "it insults people", 1_795_000_000_001L);

  /// The same store each time, as a process finds it that starts.
  abstract SwitchTable opened();

  private static Change change(String feature, Act act, Mark by) {
    return new Change(feature, act, by);
  }

  @Test
  void servesAndKillsAreThereWhenTheNextProcessStarts() {
    var both = new Switch(new Served(HALF, ANN), BOB);
    var kill = new Switch(null, ANN);
    opened().keep("a", both, List.of());
    opened().keep("b", kill, List.of());

    assertThat(opened().load()).isEqualTo(Map.of("a", both, "b", kill));
  }

  @Test
  void aSwitchTakesThePlaceOfTheOneBeforeAndOneThatIsReleasedIsGone() {
    var table = opened();
    table.keep("a", new Switch(new Served(HALF, ANN), ANN), List.of());
    table.keep("b", new Switch(null, ANN), List.of());
    table.keep("a", new Switch(new Served(ALL, BOB), null), List.of());
    table.keep("b", Switch.NONE, List.of());

    assertThat(opened().load()).isEqualTo(Map.of("a", new Switch(new Served(ALL, BOB), null)));
  }

  @Test
  void theHistoryTellsOfEachFeatureAllThatWasDoneTheNewestFirst() {
    var done = new ArrayList<Change>();
    for (Act act : List.of(new Act.Serve(HALF), new Act.Kill(), new Act.Restore())) {
      done.addFirst(change("a", act, done.size() % 2 == 0 ? ANN : BOB));
      opened().keep("a", Switch.NONE, List.of(done.getFirst()));
      opened().keep("b", Switch.NONE, List.of(change("b", new Act.Kill(), BOB)));
    }
    var twoAtOnce = List.of(change("a", new Act.Kill(), ANN), change("a", new Act.Release(), ANN));
    opened().keep("a", Switch.NONE, twoAtOnce);
    twoAtOnce.forEach(done::addFirst);

    assertThat(opened().history("a", 100)).containsExactlyElementsOf(done);
    assertThat(opened().history("a", 2)).containsExactlyElementsOf(done.subList(0, 2));
    assertThat(opened().history("b", 100)).hasSize(3);
    assertThat(opened().history("c", 100)).isEmpty();
  }
}
