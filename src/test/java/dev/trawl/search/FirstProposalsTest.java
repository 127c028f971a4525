package dev.trawl.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trawl.model.Architectures;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.RunStatus;
import dev.trawl.train.EpochRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstProposalsTest {
  private final Searches searches = Searches.standard();

  private static SweepSpec spec(String keys) throws InvalidSweepException {
    SweepFiles files =
        new SweepFiles(
            () -> Set.of("mnist"), new Architectures(), Searches.standard(), EpochRules.standard());
    String text = "dataset: mnist\nseed: 7\nparameters: {dropout: {min: 0.0, max: 0.5}}\n" + keys;
    return files.read(new SweepSource("x.yaml", text, List.of())).spec();
  }

  @ParameterizedTest
  @CsvSource({"random", "tpe"})
  void proposals_ofASpaceThatIsNearlyAllForbidden_areNone(String method) throws Exception {
    String keys = "method: %s\nrun_cap: 3\nforbid: [{dropout: {above: 1e-7}}]\n";
    Proposer proposer = searches.proposer(spec(keys.formatted(method)));

    assertThat(FirstProposals.of(searches, spec(keys.formatted(method)), 5)).isEmpty();
    assertThatExceptionOfType(ForbiddenSpaceException.class)
        .isThrownBy(() -> proposer.next(new Job(1, 1), History.NOTHING))
        .withMessage("need a point that forbid allows, found none in 10,000 draws");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "method: random | 5",
        "method: qmc | 5",
        "{method: tpe, lag: 3} | 3",
        "{method: random, early_terminate: {type: asha}} | 5",
      })
  void first_ofEachMethod_areThoseOfTheSweepWhateverComesOut(String keys, int count)
      throws Exception {
    String flat = keys.startsWith("{") ? keys.substring(1, keys.length() - 1) : keys;
    SweepSpec spec = spec("run_cap: 9\n" + flat.replaceFirst(", (lag|early)", "\n$1") + "\n");

    List<Map<String, Object>> first = FirstProposals.of(searches, spec, 5);

    assertThat(first).hasSize(count).isEqualTo(proposed(spec, count));
  }

  /** As a sweep asks, with one worker: what ended more than the lag ago is known. */
  private List<Map<String, Object>> proposed(SweepSpec spec, int count) {
    int lag = searches.lag(spec);
    Proposer proposer = searches.proposer(spec);
    List<Map<String, Object>> runs = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      List<Trial> trials = new ArrayList<>();
      for (Map<String, Object> run : runs) {
        boolean known = trials.size() + 1 <= number - lag;
        trials.add(
            new Trial(
                trials.size() + 1,
                run,
                known ? RunStatus.FINISHED : RunStatus.RUNNING,
                known ? new TreeMap<>(Map.of(1, 0.9)) : new TreeMap<>()));
      }
      History history = lag == 0 ? History.NOTHING : () -> List.copyOf(trials);
      runs.add(
          proposer
              .next(new Job(number, number), history)
              .fold(Proposal.Start::parameters, Map::of));
    }
    return runs;
  }

  @Test
  void first_ofASweepThatBeginsWithOthers_areNone() throws Exception {
    assertThat(
            FirstProposals.of(searches, spec("method: tpe\nrun_cap: 9\nwarm_start: [other]\n"), 5))
        .isEmpty();
  }
}
