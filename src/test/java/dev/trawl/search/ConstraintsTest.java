package dev.trawl.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.model.Architectures;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.RunStatus;
import dev.trawl.train.EpochRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code when}, {@code forbid} and {@code enqueue} make of what is proposed. */
class ConstraintsTest {
  private static final String PARAMETERS =
      """
      parameters:
        momentum: {values: [0.8, 0.9], when: {optimizer: [sgd, nesterov]}}
        optimizer: {values: [adam, sgd, nesterov]}
        learning_rate: {values: [0.001, 0.01, 0.1]}
      forbid:
        - {optimizer: adam, learning_rate: {above: 0.05}}
        - {momentum: 0.9, learning_rate: 0.1}
      """;

  private final Searches searches = Searches.standard();

  private static SweepSpec spec(String keys) throws InvalidSweepException {
    SweepFiles files =
        new SweepFiles(
            () -> Set.of("mnist"), new Architectures(), Searches.standard(), EpochRules.standard());
    String text = "dataset: mnist\nseed: 7\n" + keys;
    return files.read(new SweepSource("x.yaml", text, List.of())).spec();
  }

  /** What is proposed, each run ending with a value before the next is. */
  private List<Map<String, Object>> proposals(SweepSpec spec, int most) {
    Proposer proposer = searches.proposer(spec);
    List<Trial> trials = new ArrayList<>();
    List<Map<String, Object>> proposals = new ArrayList<>();
    for (int run = 1; run <= most; run++) {
      History history = searches.lag(spec) == 0 ? History.NOTHING : () -> List.copyOf(trials);
      Optional<Map<String, Object>> found =
          proposer
              .next(new Job(run, run), history)
              .fold(start -> Optional.of(start.parameters()), Optional::empty);
      if (found.isEmpty()) {
        break;
      }
      Map<String, Object> point = found.get();
      proposals.add(point);
      trials.add(new Trial(run, point, RunStatus.FINISHED, new TreeMap<>(Map.of(1, 1.0 / run))));
    }
    return proposals;
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid", "random", "qmc", "tpe"})
  void proposals_ofASmallSpace_areEachOfItsPointsOnce(String method) throws Exception {
    SweepSpec spec = spec("method: %s\nrun_cap: 50\n".formatted(method) + PARAMETERS);

    List<Map<String, Object>> proposals = proposals(spec, 50);

    // adam with two rates; sgd and nesterov each with two momenta and three rates but for one pair
    assertThat(proposals).hasSize(2 + 2 * 5).doesNotHaveDuplicates();
    assertThat(SearchSpace.of(spec).size()).isEqualTo(12);
    assertThat(SearchSpace.of(spec).plannedRuns()).isEqualTo(12);
    assertThat(proposals)
        .allSatisfy(
            point -> {
              assertThat(point.containsKey("momentum"))
                  .isEqualTo(!"adam".equals(point.get("optimizer")));
              assertThat(spec.search().constraints().forbid(point)).isFalse();
            });
  }

  @Test
  void grid_ofMorePointsThanAreCounted_goesOnToItsLastAndEnds() throws Exception {
    SweepSpec spec =
        spec(
            """
            method: grid
            parameters:
              batch_size: {min: 1, max: 400}
              dense_units: {min: 1, max: 300}
            forbid: [{batch_size: 400, dense_units: {above: 298}}]
            """);

    Proposer proposer = searches.proposer(spec);
    int last = 400 * 300 - 2;

    assertThat(SearchSpace.of(spec).size()).isNull();
    assertThat(proposer.next(new Job(last, last), History.NOTHING))
        .isEqualTo(new Proposal.Start(Map.of("batch_size", 400L, "dense_units", 298L)));
    assertThat(proposer.next(new Job(last + 1, last + 1), History.NOTHING))
        .isEqualTo(Proposal.EXHAUSTED);
  }

  @Test
  void conditions_ofSeveralModels_takeWhatAnyOfThemMayHave() throws Exception {
    SweepSpec spec =
        spec(
            """
            method: grid
            parameters:
              model: {values: [attention, resnet]}
              blocks: {values: [2, 16], when: {model: resnet}}
              width: {values: [4, 8], when: {blocks: 16}}
            forbid: [{blocks: 16, width: 4}]
            """);

    assertThat(proposals(spec, 9))
        .containsExactlyInAnyOrder(
            Map.of("model", "attention"),
            Map.of("model", "resnet", "blocks", 2L),
            Map.of("model", "resnet", "blocks", 16L, "width", 8L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{l2: {values: [0.8, 0.9]}}; [{l2: {above: 0.5}}]",
        "{l2: {min: 0.1, max: 0.9}}; [{l2: {below: 0.5}}, {l2: {above: 0.5}}]",
        "{batch_size: {min: 8, max: 9}, l2: {value: 0.1}}; [{batch_size: 8}, {batch_size: 9, l2:"
            + " 0.1}]",
        "{batch_size: {distribution: q_uniform, min: 8, max: 24, q: 8}}; [{batch_size: [8, 16,"
            + " 24]}]",
        "{l2: {distribution: log_normal}}; [{l2: {below: 0.3}}, {l2: {above: 0.2}}]",
        "{optimizer: {values: [adam, sgd]}, momentum: {values: [0.8, 0.9], when: {optimizer:"
            + " sgd}}}; [{optimizer: adam}, {momentum: [0.8, 0.9]}]"
      })
  void forbid_ofEverything_isRefused(String file) {
    String[] parts = file.split(";");

    assertThatThrownBy(
            () ->
                spec(
                    "method: random\nrun_cap: 3\nparameters: %s\nforbid: %s\n"
                        .formatted((Object[]) parts)))
        .hasMessageContaining("forbid, which rules out every combination");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{l2: {min: 0.1, max: 0.9}}; [{l2: {below: 0.5}}, {l2: {above: 0.6}}]",
        "{batch_size: {min: 8, max: 10}}; [{batch_size: 8}, {batch_size: {above: 9}}]",
        "{batch_size: {distribution: q_uniform, min: 8, max: 24, q: 8}}; [{batch_size: [8, 24]}]",
        "{learning_rate: {distribution: log_normal}}; [{learning_rate: {below: 4.0}}]",
        "{l2: {distribution: q_beta, a: 1, b: 1, q: 0.25}}; [{l2: {below: 0.8}}]",
        "{l2: {min: 0.1, max: 0.2}}; [{l2: 0.1}]"
      })
  void forbid_ofAlmostEverything_leavesTheRest(String file) throws Exception {
    String[] parts = file.split(";");

    SweepSpec spec =
        spec(
            "method: random\nrun_cap: 3\nparameters: %s\nforbid: %s\n".formatted((Object[]) parts));

    assertThat(proposals(spec, 1)).hasSize(1).noneMatch(spec.search().constraints()::forbid);
  }

  @Test
  void grid_ofConditions_hasTheOrderOfTheFileWithParentsFirst() throws Exception {
    List<Map<String, Object>> proposals = proposals(spec("method: grid\n" + PARAMETERS), 4);

    assertThat(proposals)
        .containsExactly(
            Map.of("optimizer", "adam", "learning_rate", 0.001),
            Map.of("optimizer", "adam", "learning_rate", 0.01),
            Map.of("optimizer", "sgd", "momentum", 0.8, "learning_rate", 0.001),
            Map.of("optimizer", "sgd", "momentum", 0.8, "learning_rate", 0.01));
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid", "random", "qmc", "tpe"})
  void enqueued_points_areTriedFirstAndNotAgain(String method) throws Exception {
    String keys =
        """
        method: %s
        run_cap: 50
        enqueue: [{optimizer: sgd, momentum: 0.9, learning_rate: 0.01}, {learning_rate: 0.002}]
        """
            .formatted(method);
    SweepSpec spec = spec(keys + PARAMETERS);

    List<Map<String, Object>> proposals = proposals(spec, 50);

    assertThat(proposals.get(0))
        .isEqualTo(Map.of("optimizer", "sgd", "momentum", 0.9, "learning_rate", 0.01));
    assertThat(proposals.get(1)).containsEntry("learning_rate", 0.002).containsKey("optimizer");
    assertThat(new HashSet<>(proposals)).hasSize(13).hasSameSizeAs(proposals);
    assertThat(SearchSpace.of(spec).plannedRuns()).isEqualTo(13);
    assertThat(proposals(spec, 2)).isEqualTo(proposals.subList(0, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "qmc", "tpe"})
  void proposals_ofRanges_obeyWhatIsForbidden(String method) throws Exception {
    SweepSpec spec =
        spec(
            """
            method: %s
            run_cap: 30
            parameters:
              learning_rate: {distribution: log_uniform_values, min: 1e-4, max: 1e-1}
              optimizer: {values: [adam, sgd]}
              momentum: {min: 0.0, max: 0.9, when: {optimizer: sgd}}
            forbid: [{learning_rate: {above: 0.001}, optimizer: adam}]
            """
                .formatted(method));

    List<Map<String, Object>> proposals = proposals(spec, 30);

    assertThat(proposals).hasSize(30).doesNotHaveDuplicates();
    assertThat(proposals)
        .noneMatch(spec.search().constraints()::forbid)
        .allMatch(point -> point.containsKey("momentum") == "sgd".equals(point.get("optimizer")));
  }
}
