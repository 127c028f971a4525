package dev.trawl.cli;

import dev.trawl.cli.text.RunListing;
import dev.trawl.cli.text.Wording;
import dev.trawl.sweep.yaml.Problem;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunOrder;
import dev.trawl.wire.RunRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "runs",
    description = {
      "Lists a sweep's runs, the best one with a star, or writes them for other programs.",
      "CSV has a column for each parameter (params.NAME), metric (metrics.NAME) and tag"
          + " (tags.NAME). What is absent is an empty cell, an empty text one in quotes. A text"
          + " that a spreadsheet would take for a formula begins with an apostrophe."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl runs mnist-quick",
      "  trawl runs mnist-quick --order-by 'metrics.val_accuracy DESC' --limit 5",
      "  trawl runs mnist-quick --filter \"metrics.test_accuracy >= 0.99 AND params.batch_size ="
          + " 64\"",
      "  trawl runs mnist-quick --json | jq '.[].metrics.test_accuracy'",
      "  trawl runs mnist-quick --format csv -o runs.csv",
      "  trawl runs mnist-quick --format csv --history -o epochs.csv"
    })
final class RunsCommand implements Callable<Integer> {
  private static final Path STDOUT = Path.of("-");

  @Parameters(paramLabel = "SWEEP", description = "The sweep's name or id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description =
          "Only runs that it is true of, such as"
              + " \"metrics.test_accuracy >= 0.99 AND params.batch_size = '64'\".")
  private @Nullable String filter;

  @Option(
      names = {"--order-by", "--sort"},
      paramLabel = "KEYS",
      description =
          "metrics.NAME, params.NAME, number, status, epochs, seconds and others; DESC behind one,"
              + " or a leading -, descends; commas between several. Default: by number.")
  private @Nullable String order;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
  private @Nullable Integer limit;

  @Option(
      names = "--offset",
      paramLabel = "N",
      description = "Without the first so many, for a further page.")
  private int offset;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv or jsonl (a JSON record a line), however many the runs are.")
  private RunRows.@Nullable Format format;

  @Option(
      names = "--history",
      description = "With --format: a row for each run and epoch, with all metrics.")
  private boolean history;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "With --format: the file to write. Default, and with -: stdout.")
  private @Nullable Path file;

  @Option(names = "--deleted", description = "The runs that were deleted.")
  private boolean deleted;

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  RunsCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException {
    RunQuery query = query();
    try (RunStore store = wiring.database().openToRead()) {
      store.markInterrupted();
      Sweep sweep = argument.sweep(store, wiring::next);
      if (!deleted) {
        new KeysOfQuery(store, sweep.id()).missing(query).forEach(output.err()::println);
      }
      if (format != null) {
        write(format, new RunRows(store, wiring.json(), sweep, query, history).chunks(format));
        return ExitCode.OK;
      }
      List<Run> runs =
          deleted ? store.deletedRuns(sweep.id(), query) : store.runs(sweep.id(), query);
      if (json.json) {
        output
            .out()
            .println(
                wiring
                    .json()
                    .write(runs.stream().map(run -> wiring.json().run(run, sweep)).toList()));
      } else if (runs.isEmpty()) {
        output.err().printf("%s%s%n", sweep.name(), none(store, sweep, query));
      } else {
        output
            .out()
            .print(
                new RunListing(sweep, runs, wiring.decisions(store, sweep))
                    .render(output.heading()));
      }
      return ExitCode.OK;
    }
  }

  /** Why there is none to show. */
  private String none(RunStore store, Sweep sweep, RunQuery query) {
    RunQuery all = query.withOffset(0).withLimit(Integer.MAX_VALUE);
    int runs = (deleted ? store.deletedRuns(sweep.id(), all) : store.runs(sweep.id(), all)).size();
    if (runs > 0) {
      return " has %s%s, none after the first %d"
          .formatted(
              Wording.count(runs, deleted ? "deleted run" : "run"),
              filter == null ? "" : " that the filter means",
              offset);
    }
    return filter != null
        ? " has no run that the filter means"
        : deleted ? " has no deleted runs" : " has no runs yet";
  }

  private void write(RunRows.Format rowFormat, Iterator<byte[]> chunks) throws IOException {
    if (file != null && !file.equals(STDOUT)) {
      WholeFile.write(file, chunks);
      return;
    }
    PrintWriter out = rowFormat == RunRows.Format.CSV ? output.data() : output.out();
    while (chunks.hasNext() && !out.checkError()) {
      String rows = new String(chunks.next(), StandardCharsets.UTF_8);
      out.print(output.console().terminalOut() ? rows.replace("\r\n", "\n") : rows);
    }
    out.flush();
  }

  private RunQuery query() {
    if (format == null && (history || file != null)) {
      throw CommandException.usage("need --format csv or jsonl with --history and -o, found none");
    }
    if (format != null && (deleted || json.json)) {
      throw CommandException.usage("need --format without --json and --deleted, found both");
    }
    if (file != null && file.toString().isEmpty()) {
      throw CommandException.usage("need -o with the name of a file, found an empty one");
    }
    if (limit != null && limit < 1) {
      throw CommandException.usage("need --limit of at least 1, found " + limit);
    }
    if (offset < 0) {
      throw CommandException.usage("need --offset of at least 0, found " + offset);
    }
    try {
      return new RunQuery(
          0,
          offset,
          limit == null ? Integer.MAX_VALUE : limit,
          filter == null ? null : RunFilter.parse(filter, "--filter"),
          order == null ? List.of() : RunOrder.parse(order, "--order-by"));
    } catch (InvalidFilterException e) {
      throw CommandException.usage(
          e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
  }
}
