package dev.trawl.cli;

import dev.trawl.store.Compaction;
import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "gc",
    description = {
      "Drops checkpoints that are not to be kept, and gives their space back to the disk.",
      "Metrics stay. An unfinished run keeps what it needs to go on, and every run its best"
          + " checkpoint."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  trawl gc --dry-run", "  trawl gc mnist-grid --keep best"})
final class GcCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SWEEP",
      arity = "0..*",
      description = "Sweeps' names or ids. Default: all")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--keep",
      paramLabel = "WHICH",
      converter = Retention.class,
      description =
          "best, last (and best), all, or how many of the newest besides the best. Default: what"
              + " each sweep's file says")
  private @Nullable CheckpointRetention retention;

  @Option(names = "--dry-run", description = "Only say what would be dropped.")
  private boolean dryRun;

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  GcCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    DroppedCheckpoints dropped;
    try (RunStore store = wiring.openStore()) {
      store.markInterrupted();
      List<Sweep> sweeps =
          names.isEmpty()
              ? store.sweeps()
              : names.stream().map(name -> SweepLookup.sweep(store, name)).toList();
      dropped = new CheckpointCleaning(store, this::retention, dryRun).clean(sweeps);
    }
    Optional<Compaction> file = dryRun ? Optional.empty() : wiring.compactStore();
    output
        .out()
        .print(json.json ? wiring.json().write(record(dropped, file)) + "\n" : text(dropped, file));
    return ExitCode.OK;
  }

  /** Empty, and said so, when the sweep's file can't be read any more. */
  private Optional<CheckpointRetention> retention(Sweep sweep) {
    if (retention != null) {
      return Optional.of(retention);
    }
    Optional<CheckpointRetention> own = wiring.sweepRetention(sweep);
    if (own.isEmpty()) {
      output
          .err()
          .printf(
              "left %s alone: its file is not valid any more (--keep says what to keep)%n",
              sweep.name());
    }
    return own;
  }

  private Map<String, Object> record(DroppedCheckpoints dropped, Optional<Compaction> file) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("dry_run", dryRun);
    record.put("checkpoints", dropped.checkpoints());
    record.put("runs", dropped.runs());
    record.put("bytes", dropped.bytes());
    file.ifPresent(
        sizes -> {
          record.put("file_bytes_before", sizes.before());
          record.put("file_bytes_after", sizes.after());
        });
    return record;
  }

  private String text(DroppedCheckpoints dropped, Optional<Compaction> file) {
    String what =
        "%s %d checkpoints of %d runs, %s%n"
            .formatted(
                dryRun ? "would drop" : "dropped",
                dropped.checkpoints(),
                dropped.runs(),
                Wording.bytes(dropped.bytes()));
    if (dryRun) {
      return what;
    }
    return what
        + file.map(
                sizes ->
                    "the database is %s now, it was %s%n"
                        .formatted(Wording.bytes(sizes.after()), Wording.bytes(sizes.before())))
            .orElse(
                "the database is in use by another process, which gives the space back as it"
                    + " writes: run gc again when none has it open%n".formatted());
  }

  /** What {@code checkpoints} may be in a sweep's file. */
  static final class Retention implements ITypeConverter<CheckpointRetention> {
    @Override
    public CheckpointRetention convert(String text) {
      return switch (text) {
        case "best" -> CheckpointRetention.BEST;
        case "last" -> CheckpointRetention.LAST;
        case "all" -> CheckpointRetention.ALL;
        default -> count(text);
      };
    }

    private static CheckpointRetention count(String text) {
      if (!text.matches("\\d{1,6}")) {
        throw new TypeConversionException("need best, last, all or a count, found " + text);
      }
      return new CheckpointRetention(Integer.parseInt(text));
    }
  }
}
