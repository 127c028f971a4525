package dev.trawl.cli;

import dev.trawl.cli.text.RunLines;
import dev.trawl.cli.text.TagText;
import dev.trawl.cli.text.TextTable;
import dev.trawl.cli.text.VisibleText;
import dev.trawl.cli.text.Wording;
import dev.trawl.track.NoDatabaseException;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Runs;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "sweeps",
    description = "Lists the recorded sweeps, the newest first.",
    footerHeading = "%nExamples:%n",
    footer = {"  trawl sweeps", "  trawl sweeps --json | jq '.[0].best_run_id'"})
final class SweepsCommand implements Callable<Integer> {
  @Option(names = "--deleted", description = "The deleted sweeps, the last deleted one first.")
  private boolean deleted;

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  SweepsCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    try (RunStore store = wiring.database().openToRead()) {
      store.markInterrupted();
      List<Sweep> sweeps = deleted ? store.deletedSweeps() : store.sweeps();
      if (json.json) {
        output
            .out()
            .println(wiring.json().write(sweeps.stream().map(wiring.json()::sweep).toList()));
      } else if (sweeps.isEmpty()) {
        sayNone();
      } else {
        output.out().print(table(store, sweeps));
      }
    } catch (NoDatabaseException e) {
      if (wiring.database().isNamed()) {
        throw e;
      }
      if (json.json) {
        output.out().println(wiring.json().write(List.of()));
      } else {
        sayNone();
      }
    }
    return ExitCode.OK;
  }

  private void sayNone() {
    output
        .err()
        .println(
            deleted
                ? "no deleted sweeps"
                : "no sweeps yet; " + wiring.next("run FILE") + " runs one");
  }

  private String table(Runs store, List<Sweep> sweeps) {
    List<TextTable.Column> columns =
        new ArrayList<>(
            List.of(
                TextTable.Column.left("NAME"),
                TextTable.Column.left("ID"),
                TextTable.Column.left("STATUS"),
                TextTable.Column.right("FINISHED"),
                TextTable.Column.left("BEST ON TEST"),
                TextTable.Column.left("BAND"),
                TextTable.Column.left("STARTED")));
    if (deleted) {
      columns.add(TextTable.Column.left("DELETED"));
    }
    boolean tagged = sweeps.stream().anyMatch(sweep -> !sweep.info().tags().isEmpty());
    if (tagged) {
      columns.add(TextTable.Column.left("TAGS"));
    }
    TextTable table = new TextTable(columns);
    for (Sweep sweep : sweeps) {
      Optional<Run> best = Optional.ofNullable(sweep.bestRunId()).flatMap(store::run);
      List<String> cells =
          new ArrayList<>(
              List.of(
                  VisibleText.cut(sweep.name()),
                  Wording.id(sweep.id()),
                  sweep.status().name(),
                  finished(sweep),
                  best.map(run -> RunLines.testAccuracy(run, sweep)).orElse(""),
                  best.map(run -> Wording.band(run.band(), sweep.thresholds())).orElse(""),
                  Wording.time(sweep.info().createdAt())));
      if (deleted) {
        cells.add(sweep.info().deletedAt() == null ? "" : Wording.time(sweep.info().deletedAt()));
      }
      if (tagged) {
        cells.add(TagText.line(sweep.info().tags()));
      }
      table.add(cells);
    }
    return table.render(output.heading());
  }

  private static String finished(Sweep sweep) {
    int finished = sweep.runs().getOrDefault(RunStatus.FINISHED, 0);
    return sweep.plan().runs() == null
        ? Integer.toString(finished)
        : finished + " of " + sweep.plan().runs();
  }
}
