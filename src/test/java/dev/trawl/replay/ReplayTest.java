package dev.trawl.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStatus;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReplayTest {
  private static final int RUNS = 20;

  private static SweepSpec spec() {
    return SpecBuilder.random().parameter("x", new IntUniform(1, 1000)).epochs(4).build();
  }

  private static Trial trial(int run, RunStatus status, double... losses) {
    TreeMap<Integer, Double> values = new TreeMap<>();
    for (double loss : losses) {
      values.put(values.size() + 1, loss);
    }
    return new Trial(run, Map.of("x", (long) run), status, values);
  }

  /** Run k has the loss k after its last epoch, and looks 10 worse an epoch before. */
  private static RecordedCurves curves() {
    List<Trial> runs = new ArrayList<>();
    for (int run = 1; run <= RUNS; run++) {
      runs.add(trial(run, RunStatus.FINISHED, run + 30.0, run + 20.0, run + 10.0, run));
    }
    return RecordedCurves.of(runs, spec());
  }

  private static Replay replay() {
    return new Replay(Searches.standard(), curves(), spec().metric(), 40);
  }

  @Test
  void curves_ofRunsThatAreNotWhole_areLeftOutAndCounted() {
    Trial again =
        new Trial(9, Map.of("x", 1L), RunStatus.FINISHED, trial(9, RunStatus.FINISHED, 1).values());
    RecordedCurves curves =
        RecordedCurves.of(
            List.of(
                trial(1, RunStatus.FINISHED, 4, 3),
                trial(2, RunStatus.FAILED, 4, Double.NaN),
                trial(3, RunStatus.PRUNED, 4, 3),
                trial(4, RunStatus.PRUNED, 4, 3, 2, 1),
                trial(5, RunStatus.RUNNING, 4),
                trial(6, RunStatus.KILLED, 0.1, 0.1, 0.1),
                new Trial(7, Map.of(), RunStatus.FAILED, new TreeMap<>()),
                again),
            spec());

    assertThat(curves.runs())
        .containsExactly(
            trial(1, RunStatus.FINISHED, 4, 3),
            trial(2, RunStatus.FAILED, 4, Double.NaN),
            trial(4, RunStatus.FINISHED, 4, 3, 2, 1));
    assertThat(curves.cut()).isEqualTo(4);
    assertThat(curves.repeated()).isEqualTo(1);
    assertThat(curves.failed()).isEqualTo(1);
    assertThat(curves.epochs()).isEqualTo(8);
    assertThat(curves.best(spec().metric().goal())).isEqualTo(1);
  }

  @Test
  void report_ofAOneEpochCut_finishesTheBestTenth() {
    ReplayReport report = replay().report(List.of(replay().oneEpochCut()), 0);

    ReplayReport.Search cut = report.searches().get(0);
    assertThat(cut.epochs()).isEqualTo(new Quartiles(26, 26, 26)); // 20 · 1 + 2 · 3
    assertThat(cut.epochsToBest()).isEqualTo(new Quartiles(23, 23, 23)); // the best one first
    assertThat(cut.reached()).isEqualTo(1);
  }

  /** The best of 20 runs of 4 epochs is equally likely at each place. */
  @Test
  void report_ofRandomSearch_findsTheBestHalfWay() {
    Replay replay = replay();
    ReplayReport report = replay.report(List.of(replay.search("random", spec())), 0);

    ReplayReport.Search random = report.searches().get(0);
    assertThat(report.best()).isEqualTo(1);
    assertThat(report.epochs()).isEqualTo(80);
    assertThat(random.epochsToBest().median()).isBetween(25.0, 60.0);
    assertThat(random.after().get(5).best()).isEqualTo(new Quartiles(1, 1, 1));
    assertThat(random.after())
        .extracting(ReplayReport.After::epochs)
        .containsExactly(4, 8, 16, 26, 40, 80);
  }

  @Test
  void report_within_countsWhatIsAsNear() {
    Replay replay = replay();
    ReplayedSearch random = replay.search("random", spec());
    double best = replay.report(List.of(random), 0).searches().get(0).epochsToBest().median();
    double near = replay.report(List.of(random), 3).searches().get(0).epochsToBest().median();

    assertThat(near).isLessThan(best / 2);
  }

  @Test
  void quartiles_ofNumbers_lieBetweenThemInProportion() {
    double never = Double.POSITIVE_INFINITY;

    assertThat(Quartiles.of(new double[] {4, 1, 3, 2})).isEqualTo(new Quartiles(1.75, 2.5, 3.25));
    assertThat(Quartiles.of(new double[] {5})).isEqualTo(new Quartiles(5, 5, 5));
    assertThat(Quartiles.of(new double[] {1, 2, never, never}))
        .isEqualTo(new Quartiles(1.75, never, never));
  }

  @Test
  void plot_ofSearches_isXmlWithALineEach() throws Exception {
    Replay replay = replay();
    List<ReplayedSearch> searches =
        List.of(replay.search("a < b & c", spec()), replay.oneEpochCut());

    String svg =
        new ReplayPlot(replay.report(searches, 2), searches, spec().metric().goal()).render();

    Document document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    assertThat(document.getElementsByTagName("polygon").getLength()).isEqualTo(2);
    assertThat(svg).contains("prefers-color-scheme: dark").doesNotContain("NaN", "Infinity");
    assertThat(document.getDocumentElement().getTextContent()).contains("a < b & c");
  }
}
