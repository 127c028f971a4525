package dev.trawl.analysis;

import static dev.trawl.analysis.Samples.accuracies;
import static dev.trawl.analysis.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the diagnosis says of the learning rates of runs that diverged or learnt nothing. */
final class LearningRatesTest {

  @ParameterizedTest
  @CsvSource({
    "0.0001 0.01 0.0999, 0.0001 0.01 0.0999", // the same
    "0.0001 0.01 0.09975, 0.0002 0.02 0.09999", // good ones are as high
    "0.0001 0.0002 0.1, 0.01 0.02 0.09", // only one is higher
    "0.01, 0.01"
  })
  void cause_withTheRatesOfGoodRuns_isNone(String wrong, String good) {
    assertThat(divergence(rates(wrong), rates(good))).endsWith("far worse than guessing.");
    assertThat(guessing(rates(wrong), rates(good))).endsWith("so the labels are right.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.5 | 0.001 | learning_rate was 0.5, in %s at most 0.001.",
        "0.05 0.2 0.5 | 0.001 0.01 0.06 | learning_rate was 0.05 to 0.5, in %s at most 0.06.",
        "0.1 0.2 | 0.001 0.1 | learning_rate was 0.1 to 0.2, in %s at most 0.1."
      })
  void cause_withHigherRates_isThatTheyAreTooHigh(String wrong, String good, String text) {
    String end = "; the usual cause is a learning rate that is too high. Here " + text;

    assertThat(divergence(rates(wrong), rates(good))).endsWith(end.formatted("the finished runs"));
    assertThat(guessing(rates(wrong), rates(good))).endsWith(end.formatted("the runs that learn"));
  }

  @ParameterizedTest
  @CsvSource({"0.001, 0.01", "1e-7 2e-7 0.001, 0.001 0.01"})
  void cause_withLowerRates_isOfRunsThatLearnNothingAlone(String wrong, String good) {
    assertThat(divergence(rates(wrong), rates(good))).endsWith("far worse than guessing.");
    assertThat(guessing(rates(wrong), rates(good)))
        .contains("a learning rate that is too low. Here learning_rate was ")
        .endsWith(", in the runs that learn at least " + good.split(" ", -1)[0] + ".");
  }

  @ParameterizedTest
  @CsvSource({"0.5 0.7"})
  void cause_withoutFinishedRuns_isNoneButARateToTry(String wrong) {
    assertThat(divergence(rates(wrong), List.of()))
        .doesNotContain("cause")
        .contains("learning_rate was 0.5 to 0.7")
        .contains("try a tenth");
  }

  @Property(tries = 300)
  void cause_withRatesBetweenThoseOfGoodRuns_isNone(
      @ForAll @Size(min = 2, max = 12) List<@DoubleRange(min = -6, max = 0) Double> exponents,
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0, max = 1) Double> shares) {
    List<Double> good = exponents.stream().map(exponent -> Math.pow(10, exponent)).toList();
    double least = Collections.min(good);
    double most = Collections.max(good);
    List<Double> wrong =
        shares.stream().map(share -> Math.min(most, least + share * (most - least))).toList();

    assertThat(divergence(wrong, good)).endsWith("far worse than guessing.");
    assertThat(guessing(wrong, good)).endsWith("so the labels are right.");
  }

  @Property(tries = 100)
  void cause_withRatesBeyondThoseOfAllGoodRuns_isNamed(
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = -6, max = 0) Double> exponents,
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 1.01, max = 1000) Double> factors) {
    List<Double> good = exponents.stream().map(exponent -> Math.pow(10, exponent)).toList();
    double least = Collections.min(good);
    double most = Collections.max(good);
    List<Double> higher = factors.stream().map(factor -> most * factor).toList();
    List<Double> lower = factors.stream().map(factor -> least / factor).toList();

    assertThat(divergence(higher, good)).contains("too high");
    assertThat(guessing(higher, good)).contains("too high");
    assertThat(guessing(lower, good)).contains("too low");
  }

  private static List<Double> rates(String list) {
    return Stream.of(list.split(" ", -1)).map(Double::valueOf).toList();
  }

  /** What is said of runs that diverged at these rates. */
  private static String divergence(List<Double> wrong, List<Double> good) {
    return detail("diverged", wrong, RunStatus.FAILED, Map.of(), good);
  }

  /** What is said of runs that finished and learnt nothing at these rates. */
  private static String guessing(List<Double> wrong, List<Double> good) {
    return detail("learnt nothing", wrong, RunStatus.FINISHED, accuracies(0.1, 0.1, 0.1), good);
  }

  private static String detail(
      String title,
      List<Double> wrong,
      RunStatus status,
      Map<String, Double> metrics,
      List<Double> good) {
    List<Run> runs = new ArrayList<>();
    for (double rate : good) {
      Map<String, Object> parameters = Map.of("learning_rate", rate);
      runs.add(run(runs.size() + 1, parameters, accuracies(0.999, 0.993, 0.992)));
    }
    for (double rate : wrong) {
      Map<String, Object> parameters = Map.of("learning_rate", rate);
      String reason = status == RunStatus.FAILED ? "diverged" : null;
      runs.add(run(runs.size() + 1, status, reason, parameters, metrics));
    }
    return Diagnosis.of(
            Samples.sweep(SweepStatus.FINISHED, runs), runs, List.of(), run -> List.of())
        .stream()
        .filter(finding -> finding.title().contains(title))
        .map(Finding::detail)
        .findFirst()
        .orElseThrow();
  }
}
