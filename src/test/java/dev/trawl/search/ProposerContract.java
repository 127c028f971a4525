package dev.trawl.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.Quantized;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every search method keeps; a test of one extends it and says how it is asked for. As in a
 * sweep, a method with a lag of 0 is shown {@link History#NOTHING}.
 */
public abstract class ProposerContract {
  private static final int POINTS = 12;

  /** A file of this method over the given space, with the seed 7. */
  protected abstract SpecBuilder spec();

  /** Has this method. */
  protected Searches searches() {
    return Searches.standard();
  }

  private SweepSpec twelve() {
    return spec()
        .parameter("a", new IntUniform(1, 6))
        .parameter("b", new Categorical(List.of("x", "y")))
        .build();
  }

  private Proposer proposer() {
    return searches().proposer(twelve());
  }

  private int lag() {
    return searches().lag(twelve());
  }

  /** As in a sweep. */
  private Proposal next(Proposer proposer, int job, List<Trial> trials) {
    return proposer.next(new Job(job, job), lag() == 0 ? History.NOTHING : () -> trials);
  }

  /** What is known when job n is decided on, and what is proposed, from the first job on. */
  private List<Proposal> propose(List<List<Trial>> histories) {
    Proposer proposer = proposer();
    List<Proposal> proposals = new ArrayList<>();
    List<Trial> trials = new ArrayList<>();
    int lag = lag();
    for (int job = 1; job <= POINTS; job++) {
      List<Trial> known = new ArrayList<>();
      for (Trial trial : trials) {
        known.add(trial.run() <= job - lag ? trial : running(trial));
      }
      histories.add(known);
      Proposal proposal = next(proposer, job, known);
      proposals.add(proposal);
      if (proposal instanceof Proposal.Start start) {
        trials.add(ended(job, start.parameters()));
      }
    }
    return proposals;
  }

  /** Some fail, are ended early, or measure no number. */
  private static Trial ended(int run, Map<String, Object> parameters) {
    RunStatus[] statuses = {
      RunStatus.FINISHED, RunStatus.FAILED, RunStatus.PRUNED, RunStatus.FINISHED, RunStatus.PAUSED
    };
    Map<Integer, Double> values = new HashMap<>();
    if (run % 6 != 0) {
      values.put(1, Double.NaN);
      values.put(2, run % 4 == 0 ? Double.POSITIVE_INFINITY : 1.0 / run);
    }
    return new Trial(run, parameters, statuses[run % statuses.length], new TreeMap<>(values));
  }

  private static Trial running(Trial trial) {
    return new Trial(trial.run(), trial.parameters(), RunStatus.RUNNING, new TreeMap<>());
  }

  @Test
  void next_ofTwoProposers_isTheSame() {
    assertThat(propose(new ArrayList<>())).isEqualTo(propose(new ArrayList<>()));
  }

  @Test
  void next_fromAnyJobOn_isTheSameAsFromTheFirst() {
    List<List<Trial>> histories = new ArrayList<>();
    List<Proposal> all = propose(histories);

    for (int job = 1; job <= POINTS; job++) {
      assertThat(next(proposer(), job, histories.get(job - 1))).isEqualTo(all.get(job - 1));
    }
  }

  @Test
  void next_askedAgainForAJob_answersTheSame() {
    List<List<Trial>> histories = new ArrayList<>();
    propose(histories);
    Proposer proposer = proposer();
    Proposal third = next(proposer, 3, histories.get(2));
    next(proposer, 4, histories.get(3));

    assertThat(next(proposer, 3, histories.get(2))).isEqualTo(third);
    assertThat(next(proposer, 3, histories.get(2))).isEqualTo(third);
  }

  @Test
  void next_finiteSpace_givesEachPointOnceInTheFilesOrderOfNames() {
    List<Map<String, Object>> points =
        propose(new ArrayList<>()).stream()
            .map(proposal -> ((Proposal.Start) proposal).parameters())
            .toList();

    assertThat(points).doesNotHaveDuplicates();
    assertThat(points).allSatisfy(point -> assertThat(point.keySet()).containsExactly("a", "b"));
    List<Trial> all = new ArrayList<>();
    for (int run = 1; run <= POINTS; run++) {
      all.add(ended(run, points.get(run - 1)));
    }
    Proposer proposer = proposer();
    assertThat(next(proposer, 13, all)).isEqualTo(Proposal.EXHAUSTED);
    assertThat(next(proposer, 14, all)).isEqualTo(Proposal.EXHAUSTED);
  }

  @Test
  void next_fewMultiples_givesEachOnce() {
    Distribution multiples = new Quantized(new LogUniformValues(16, 256), 16, true);
    Proposer proposer = searches().proposer(spec().parameter("a", multiples).build());
    List<Trial> trials = new ArrayList<>();
    for (int job = 1; job <= 16; job++) {
      Proposal proposal = next(proposer, job, List.copyOf(trials));
      assertThat(proposal).as("job %d", job).isInstanceOf(Proposal.Start.class);
      trials.add(ended(job, ((Proposal.Start) proposal).parameters()));
    }

    assertThat(trials).extracting(Trial::parameters).doesNotHaveDuplicates();
    assertThat(next(proposer, 17, trials)).isEqualTo(Proposal.EXHAUSTED);
  }

  /** A run that could not be proposed is one without parameters. */
  @Test
  void next_amongRunsWithoutParameters_proposes() {
    List<Trial> failed = List.of(new Trial(1, Map.of(), RunStatus.FAILED, new TreeMap<>()));

    assertThatCode(() -> next(proposer(), 2, failed)).doesNotThrowAnyException();
    assertThat(next(proposer(), 2, failed)).isInstanceOf(Proposal.Start.class);
  }

  /** For a method that can choose among points: each once, whatever comes of them. */
  @Test
  void among_somePoints_givesEachOnceAndNoOther() {
    List<Map<String, Object>> some = new ArrayList<>();
    for (long a : new long[] {5, 2, 6, 1, 3}) {
      some.add(Map.of("a", a, "b", a % 2 == 0 ? "x" : "y"));
    }
    Optional<Proposer> among = searches().among(some, twelve());
    if (among.isEmpty()) {
      return;
    }
    Proposer again = searches().among(some, twelve()).orElseThrow();
    List<Trial> trials = new ArrayList<>();
    for (int job = 1; job <= some.size(); job++) {
      Proposal proposal = next(among.get(), job, trials);
      assertThat(next(again, job, trials)).isEqualTo(proposal);
      trials.add(ended(job, ((Proposal.Start) proposal).parameters()));
    }

    assertThat(trials).extracting(Trial::parameters).containsExactlyInAnyOrderElementsOf(some);
    assertThat(next(among.get(), some.size() + 1, trials)).isEqualTo(Proposal.EXHAUSTED);
  }

  /** It counts as a point only for a method that is shown nothing, and so can't know of it. */
  @Test
  void next_finiteSpaceAfterARunWithoutParameters_givesEachPointThatIsLeft() {
    Proposer proposer = proposer();
    List<Trial> trials = new ArrayList<>();
    trials.add(new Trial(1, Map.of(), RunStatus.FAILED, new TreeMap<>()));
    int left = lag() == 0 ? POINTS - 1 : POINTS;
    for (int job = 2; job <= left + 1; job++) {
      Proposal proposal = next(proposer, job, trials);
      assertThat(proposal).as("job %d", job).isInstanceOf(Proposal.Start.class);
      trials.add(ended(job, ((Proposal.Start) proposal).parameters()));
    }

    assertThat(trials).extracting(Trial::parameters).doesNotHaveDuplicates();
    assertThat(next(proposer, left + 2, trials)).isEqualTo(Proposal.EXHAUSTED);
  }

  /** Neither which runs there were, nor their values, nor how they ended. */
  @Test
  void lag_ofAMethodThatNoHistoryChanges_isZeroAndOnlyThen() {
    List<Trial> best = new ArrayList<>();
    List<Trial> worst = new ArrayList<>();
    List<Trial> failed = new ArrayList<>();
    for (int run = 1; run < POINTS / 2; run++) {
      Map<String, Object> point = Map.of("a", (long) run, "b", "x");
      best.add(new Trial(run, point, RunStatus.FINISHED, new TreeMap<>(Map.of(1, 1.0 / run))));
      worst.add(new Trial(run, point, RunStatus.FINISHED, new TreeMap<>(Map.of(1, 1.0 * run))));
      failed.add(new Trial(run, point, RunStatus.FAILED, new TreeMap<>(Map.of(1, 1.0 / run))));
    }
    Set<List<Proposal>> answers =
        Stream.<History>of(History.NOTHING, () -> best, () -> worst, () -> failed)
            .map(this::secondHalf)
            .collect(Collectors.toSet());

    assertThat(answers.size() == 1).isEqualTo(lag() == 0);
  }

  private List<Proposal> secondHalf(History history) {
    return IntStream.rangeClosed(POINTS / 2, POINTS)
        .mapToObj(job -> proposer().next(new Job(job, job), history))
        .toList();
  }
}
