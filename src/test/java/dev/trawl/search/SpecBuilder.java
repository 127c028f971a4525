package dev.trawl.search;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.sweep.Constraints;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Federation;
import dev.trawl.sweep.Finals;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Imputation;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.WarmStart;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a sweep file says, for tests: only what a test is about has to be named. */
public final class SpecBuilder {
  private final Selection method;
  private @Nullable Selection earlyTermination;
  private final Map<String, Distribution> parameters = new LinkedHashMap<>();
  private long seed = 42;
  private @Nullable Integer runCap;
  private @Nullable Integer lag;
  private @Nullable Finals finals;
  private @Nullable Integer workers;
  private int retries;
  private int maxFailures = 5;
  private int epochs = 5;
  private @Nullable Selection federated;
  private @Nullable Double target;
  private @Nullable Duration timeout;
  private @Nullable WarmStart warmStart;
  private @Nullable Duration budget;

  private SpecBuilder(Selection method) {
    this.method = method;
  }

  public static SpecBuilder grid() {
    return searchedBy(Selection.of("grid"));
  }

  public static SpecBuilder random() {
    return searchedBy(Selection.of("random"));
  }

  public static SpecBuilder searchedBy(Selection method) {
    return new SpecBuilder(method);
  }

  public SpecBuilder stoppedBy(Selection rule) {
    earlyTermination = rule;
    return this;
  }

  public SpecBuilder parameter(String name, Distribution distribution) {
    parameters.put(name, distribution);
    return this;
  }

  public SpecBuilder parameters(Map<String, Distribution> added) {
    parameters.putAll(added);
    return this;
  }

  public SpecBuilder seed(long value) {
    seed = value;
    return this;
  }

  public SpecBuilder runCap(int value) {
    runCap = value;
    return this;
  }

  public SpecBuilder lag(int value) {
    lag = value;
    return this;
  }

  public SpecBuilder finals(int top, int seeds) {
    finals = new Finals(top, seeds);
    return this;
  }

  public SpecBuilder workers(int value) {
    workers = value;
    return this;
  }

  public SpecBuilder retries(int value) {
    retries = value;
    return this;
  }

  public SpecBuilder maxFailures(int value) {
    maxFailures = value;
    return this;
  }

  public SpecBuilder epochs(int value) {
    epochs = value;
    return this;
  }

  public SpecBuilder target(double value) {
    target = value;
    return this;
  }

  public SpecBuilder budget(Duration value) {
    budget = value;
    return this;
  }

  public SpecBuilder timeout(Duration value) {
    timeout = value;
    return this;
  }

  public SpecBuilder federated(int clients) {
    federated = new Selection(Federation.NAME, Map.of("clients", clients));
    return this;
  }

  public SpecBuilder warmStart(boolean retry, String... sweeps) {
    warmStart = new WarmStart(List.of(sweeps), retry);
    return this;
  }

  public SweepSpec build() {
    return new SweepSpec(
        Title.of("test"),
        new DatasetSpec("mnist", null, 0.2, null, null),
        "cnn",
        new SearchSpec(
            method,
            earlyTermination,
            parameters,
            Constraints.NONE,
            List.of(),
            runCap,
            lag,
            finals,
            warmStart,
            Imputation.DEFAULT),
        seed,
        new Objective("val_loss", Goal.MINIMIZE, target),
        List.of(0.98, 0.99),
        new TrainingSpec(epochs, List.of(), null, CheckpointRetention.BEST, timeout, federated),
        new ExecutionSpec(workers, retries, maxFailures, budget, List.of()));
  }
}
