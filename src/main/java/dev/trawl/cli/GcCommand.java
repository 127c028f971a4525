package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.store.backup.Compaction;
import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.track.Deletion;
import dev.trawl.track.Erased;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
      "Drops checkpoints that are not to be kept, erases what was deleted long ago, and gives the"
          + " space back to the disk.",
      "Metrics stay but for those of what is erased. An unfinished run keeps what it needs to go"
          + " on, and every run its best checkpoint. Of a sweep that is RUNNING nothing is erased,"
          + " and of one that can be resumed not its last run."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl gc --dry-run",
      "  trawl gc mnist-grid --keep best",
      "  trawl gc --deleted-before 1d12h"
    })
final class GcCommand implements Callable<Integer> {
  /** How long what is deleted can be brought back at the least. */
  private static final String GRACE = "30d";

  @Parameters(
      paramLabel = "SWEEP",
      arity = "0..*",
      description = "Sweeps' names or ids. Default: all")
  private List<SubjectArgument> arguments = new ArrayList<>();

  @Option(
      names = "--keep",
      paramLabel = "WHICH",
      converter = Retention.class,
      description =
          "best, last (and best), all, or how many of the newest besides the best. Default: what"
              + " each sweep's file says")
  private @Nullable CheckpointRetention retention;

  @Option(
      names = "--deleted-before",
      paramLabel = "AGE",
      defaultValue = GRACE,
      converter = Age.class,
      description =
          "Erase for good the sweeps and runs that were deleted longer ago: days, hours, minutes"
              + " and seconds, such as 30d, 12h or 1d12h; 0 is all that are deleted. Default:"
              + " ${DEFAULT-VALUE}")
  private Duration deletedBefore = Duration.ZERO;

  @Option(names = "--dry-run", description = "Only say what would be dropped and erased.")
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
    Erased erased;
    DroppedCheckpoints dropped;
    try (RunStore store = wiring.database().openExisting()) {
      store.markInterrupted();
      List<Sweep> sweeps =
          arguments.isEmpty()
              ? store.sweeps()
              : arguments.stream()
                  .map(argument -> argument.sweep(store, wiring::next))
                  .distinct()
                  .toList();
      erased = erase(store, sweeps);
      dropped = new CheckpointCleaning(store, this::retention, dryRun).clean(sweeps);
    }
    Optional<Compaction> file = dryRun ? Optional.empty() : wiring.database().compact();
    output
        .out()
        .print(
            json.json
                ? wiring.json().write(record(erased, dropped, file)) + "\n"
                : text(erased, dropped, file));
    return ExitCode.OK;
  }

  private Erased erase(Deletion store, List<Sweep> sweeps) {
    Instant before = wiring.now().minus(deletedBefore);
    List<Sweep> deleted = arguments.isEmpty() ? store.deletedSweeps() : List.of();
    return Stream.concat(deleted.stream(), sweeps.stream())
        .map(sweep -> store.eraseDeleted(sweep.id(), before, dryRun))
        .reduce(Erased.NOTHING, Erased::plus);
  }

  /** When {@code gc} may erase what was deleted then, unless it is told otherwise. */
  static Instant erasedFrom(Instant deletedAt) {
    return deletedAt.plus(new Age().convert(GRACE));
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

  private Map<String, Object> record(
      Erased erased, DroppedCheckpoints dropped, Optional<Compaction> file) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("dry_run", dryRun);
    record.put("checkpoints", dropped.checkpoints());
    record.put("runs", dropped.runs());
    record.put("bytes", dropped.bytes());
    record.put("erased_sweeps", erased.sweeps());
    record.put("erased_runs", erased.runs());
    record.put("erased_checkpoints", erased.checkpoints());
    record.put("erased_bytes", erased.bytes());
    file.ifPresent(
        sizes -> {
          record.put("file_bytes_before", sizes.before());
          record.put("file_bytes_after", sizes.after());
        });
    return record;
  }

  private String text(Erased erased, DroppedCheckpoints dropped, Optional<Compaction> file) {
    String what =
        text(erased)
            + "%s %d checkpoints of %d runs, %s%n"
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

  private String text(Erased erased) {
    return erased.equals(Erased.NOTHING)
        ? ""
        : "%s for good %s and %s that were deleted, with %s, %s%n"
            .formatted(
                dryRun ? "would erase" : "erased",
                Wording.count(erased.sweeps(), "sweep"),
                Wording.count(erased.runs(), "run"),
                Wording.count(erased.checkpoints(), "checkpoint"),
                Wording.bytes(erased.bytes()));
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
