package dev.trawl.cli;

import dev.trawl.replay.RecordedCurves;
import dev.trawl.replay.Replay;
import dev.trawl.replay.ReplayPlot;
import dev.trawl.replay.ReplayReport;
import dev.trawl.replay.ReplayedSearch;
import dev.trawl.search.Searches;
import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.Overrides;
import dev.trawl.sweep.yaml.Problem;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    description = {
      "Runs another search over a sweep's recorded runs, without training.",
      "It chooses among these, and its epochs give what was recorded. Says what it would have found"
          + " after how many epochs, beside random search and a plain cut after one epoch. Best on"
          + " a sweep of random runs that all came to their end; others say less."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl replay mnist-random",
      "  trawl replay mnist-random --method tpe --early asha:min_iter=1,eta=4 -o replay.svg"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final String NONE = "none";
  private static final String RANDOM = "random";

  /** In the unit of a metric that is a fraction: 0.1 points. */
  private static final double NEAR_FRACTION = 0.001;

  /** Of the best value of another one. */
  private static final double NEAR = 0.01;

  private static final String SETTING = "[a-z_0-9]+=[a-z_0-9.+-]+";

  private static final Pattern RULE =
      Pattern.compile("(?<type>[a-z_0-9]+)(:(?<keys>%1$s(,%1$s)*))?".formatted(SETTING));

  @Parameters(paramLabel = "SWEEP", description = "The sweep's name or id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "tpe",
      description = "random, tpe, grid or qmc. Default: ${DEFAULT-VALUE}")
  private String method = "";

  @Option(
      names = "--early",
      paramLabel = "RULE",
      defaultValue = "asha",
      description =
          "none, or a rule that ends runs early, asha, hyperband or median, with its keys behind a"
              + " colon: hyperband:min_iter=3,eta=3. Default: ${DEFAULT-VALUE}")
  private String early = "";

  @Option(
      names = "--lag",
      paramLabel = "N",
      description =
          "Job k is decided on the results up to k − N. Default: that of method and rule.")
  private @Nullable Integer lag;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "100",
      description = "How often each search is run. Default: ${DEFAULT-VALUE}")
  private int seeds;

  @Option(
      names = "--within",
      paramLabel = "DISTANCE",
      description =
          "How near to the best recorded value counts as there, in the metric's unit. Default:"
              + " 0.001 (0.1 points) of an accuracy, a hundredth of the best of another metric.")
  private @Nullable Double within;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Plot it, as SVG.")
  private @Nullable Path file;

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  ReplayCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  /** What is replayed. */
  private record Recorded(Sweep sweep, SweepSpec asked, SweepSpec random, RecordedCurves curves) {}

  @Override
  public Integer call() throws IOException, InvalidSweepException {
    if (seeds < 1) {
      throw CommandException.usage("need --seeds of at least 1, found " + seeds);
    }
    if (within != null && !(within >= 0 && Double.isFinite(within))) {
      throw CommandException.usage("need --within of at least 0, found " + within);
    }
    Recorded recorded = recorded();
    Objective metric = recorded.asked().metric();
    Replay replay = new Replay(Searches.standard(), recorded.curves(), metric, seeds);
    List<ReplayedSearch> searches = searches(replay, recorded);
    ReplayReport report = replay.report(searches, within(metric, recorded.curves()));
    output
        .out()
        .print(
            json.json
                ? wiring.json().write(report) + "\n"
                : new ReplayText(
                        recorded.sweep().name(), recorded.asked().training().epochWord(), report)
                    .render(output.heading()));
    if (file != null) {
      String plot = new ReplayPlot(report, searches, metric.goal()).render();
      WholeFile.write(file, List.of(plot.getBytes(StandardCharsets.UTF_8)).iterator());
    }
    return ExitCode.OK;
  }

  private Recorded recorded() throws InvalidSweepException {
    try (RunStore store = wiring.database().openToRead()) {
      store.markInterrupted();
      Sweep sweep = argument.sweep(store, wiring::next);
      if (sweep.isExternal()) {
        throw CommandException.failed(
            "need a sweep that Trawl trained, found %s, which has no sweep file"
                .formatted(sweep.name()));
      }
      SweepSpec asked = spec(sweep, method, early, lag);
      RecordedCurves curves = RecordedCurves.of(store, sweep.id(), asked);
      Objective metric = asked.metric();
      if (Double.isNaN(curves.best(metric.goal()))) {
        throw CommandException.failed(
            "need runs of %s with a value of %s after each %s, found none of %d"
                .formatted(sweep.name(), metric.name(), asked.training().epochWord(), runs(sweep)));
      }
      return new Recorded(sweep, asked, spec(sweep, RANDOM, NONE, null), curves);
    }
  }

  private List<ReplayedSearch> searches(Replay replay, Recorded recorded) {
    List<ReplayedSearch> searches = new ArrayList<>();
    searches.add(replay.search(RANDOM, recorded.random()));
    searches.add(replay.oneEpochCut());
    boolean isRandom = method.equals(RANDOM) && early.equals(NONE);
    if (!isRandom) {
      String title = early.equals(NONE) ? method : method + ", " + early;
      searches.add(replay.search(title, recorded.asked()));
    }
    return searches;
  }

  private double within(Objective metric, RecordedCurves curves) {
    if (within != null) {
      return within;
    }
    return MetricKind.of(metric.name()).isFraction()
        ? NEAR_FRACTION
        : NEAR * Math.abs(curves.best(metric.goal()));
  }

  /** What the sweep's file says, with another search, for which the reader checks it again. */
  private SweepSpec spec(Sweep sweep, String searched, String rule, @Nullable Integer lagOfIt)
      throws InvalidSweepException {
    SearchSpec recorded = wiring.sweepFiles().read(sweep.source()).spec().search();
    List<String> overrides = new ArrayList<>(sweep.source().overrides());
    overrides.add("method=" + searched);
    overrides.add("run_cap=" + Math.max(1, runs(sweep)));
    if (!rule.equals(NONE)) {
      overrides.add("early_terminate=" + flow(rule));
    } else if (recorded.earlyTermination() != null) {
      overrides.add("early_terminate=null");
    }
    if (lagOfIt != null || recorded.lag() != null) {
      overrides.add("lag=" + lagOfIt);
    }
    SweepSource source = new SweepSource(sweep.source().file(), sweep.source().text(), overrides);
    try {
      return wiring.sweepFiles().read(source).spec();
    } catch (InvalidSweepException e) {
      List<String> typed = e.problems().stream().flatMap(each -> typed(each).stream()).toList();
      if (typed.isEmpty()) {
        throw e;
      }
      throw CommandException.usage(String.join("\n", typed));
    }
  }

  /** A problem with an option, as that was typed; empty for one with the file. */
  private Optional<String> typed(Problem problem) {
    String file = problem.file();
    String option =
        file.startsWith(Overrides.file("method="))
            ? "--method " + method
            : file.startsWith(Overrides.file("early_terminate="))
                ? "--early " + early
                : file.startsWith(Overrides.file("lag=")) ? "--lag " + lag : "";
    String nearest =
        problem.nearest() == null ? "" : " (did you mean %s?)".formatted(problem.nearest());
    return option.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: need %s, found %s%s"
                .formatted(option, problem.expected(), problem.found(), nearest));
  }

  private static int runs(Sweep sweep) {
    return sweep.runs().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@code asha:eta=4} as YAML. */
  private static String flow(String rule) {
    var parts = RULE.matcher(rule);
    if (!parts.matches()) {
      throw CommandException.usage(
          "need --early as none or RULE:KEY=VALUE,KEY=VALUE, found " + rule);
    }
    String keys = parts.group("keys") == null ? "" : ", " + parts.group("keys").replace("=", ": ");
    return "{type: %s%s}".formatted(parts.group("type"), keys.replace(",", ", "));
  }
}
