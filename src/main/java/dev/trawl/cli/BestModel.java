package dev.trawl.cli;

import dev.trawl.analysis.Accuracies;
import dev.trawl.cli.text.Wording;
import dev.trawl.export.ExportException;
import dev.trawl.export.ExportedModel;
import dev.trawl.export.Exporter;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The model of a sweep's best run as a folder, made when the sweep has finished: where the user
 * said, or, of one with a budget, in {@code NAME-best} of the working folder. Safe for use by many
 * threads.
 */
final class BestModel {
  private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}._-]+");
  private static final int LONGEST_NAME = 100;

  private final RunStore store;
  private final SweepFiles files;
  private final Exporter exporter;
  private final @Nullable Path asked;

  /**
   * @param asked where the user wants it; null leaves it to the sweep
   */
  BestModel(RunStore store, SweepFiles files, Exporter exporter, @Nullable Path asked) {
    this.store = store;
    this.files = files;
    this.exporter = exporter;
    this.asked = asked;
  }

  /** Where a sweep's is to be; empty for one that leaves none. */
  private Optional<Path> folder(SweepSpec spec) {
    if (asked != null || spec.execution().budget() == null) {
      return Optional.ofNullable(asked);
    }
    String name = OTHERS.matcher(spec.title().name()).replaceAll("-");
    String cut = name.substring(0, Math.min(LONGEST_NAME, name.length()));
    return Optional.of(Path.of(cut + "-best"));
  }

  /**
   * Before anything is trained.
   *
   * @throws ExportException when something other than an earlier export is there
   */
  void check(SweepSpec spec) throws ExportException {
    Optional<Path> folder = folder(spec);
    if (folder.isPresent()) {
      exporter.check(folder.get());
    }
  }

  /**
   * Exports it.
   *
   * @return what was written, in one line for people; empty for a sweep that leaves no model or has
   *     none
   * @throws ExportException when it should be there and is not
   */
  Optional<String> export(Sweep ended) throws ExportException {
    Optional<Path> folder = folder(changed(ended));
    String best = ended.bestRunId();
    if (ended.status() != SweepStatus.FINISHED || folder.isEmpty() || best == null) {
      return Optional.empty();
    }
    ExportedModel model = exporter.export(best, folder.get());
    return Optional.of(
        "exported run %s to %s: %s of the test images right, each format verified"
            .formatted(
                store.run(best).map(run -> Wording.count(run.number())).orElse(best),
                folder.get(),
                Accuracies.percent(model.testAccuracy())));
  }

  private SweepSpec changed(Sweep sweep) throws ExportException {
    try {
      return files.read(Adjustment.changed(sweep.source(), store.adjustments(sweep.id()))).spec();
    } catch (InvalidSweepException e) {
      throw new ExportException("the sweep's file can't be read: " + e.getMessage(), e);
    }
  }
}
