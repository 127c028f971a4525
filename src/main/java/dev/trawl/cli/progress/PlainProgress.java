package dev.trawl.cli.progress;

import dev.trawl.cli.text.RunLines;
import dev.trawl.cli.text.Wording;
import dev.trawl.track.Epoch;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Progress where there is no terminal: a line for each start, epoch and end of a run. */
public final class PlainProgress implements ProgressDisplay {
  private final PrintWriter err;
  private final String epochWord;
  private volatile @Nullable Sweep sweep;

  /**
   * @param epochWord what an epoch is called
   */
  public PlainProgress(PrintWriter err, String epochWord) {
    this.err = err;
    this.epochWord = epochWord;
  }

  @Override
  public void print(String line) {
    err.println(line);
  }

  @Override
  public void sweepStarted(Sweep started) {
    sweep = started;
  }

  @Override
  public void runStarted(Run run, int after) {
    err.println(RunLines.started(run, after));
  }

  @Override
  public void epochEnded(Run run, Epoch epoch) {
    Sweep of = sweep;
    List<String> segments = new ArrayList<>();
    segments.add(
        "run %d  %s %d%s"
            .formatted(
                run.number(),
                epochWord,
                epoch.number(),
                of == null ? "" : "/" + of.plan().epochs()));
    for (String key : List.of(Metric.TRAIN_LOSS, Metric.VAL_LOSS, Metric.VAL_ACCURACY)) {
      if (epoch.metrics().containsKey(key)) {
        segments.add(key + " " + Wording.metric(key, epoch.metrics().get(key)));
      }
    }
    Double speed = epoch.metrics().get(Metric.IMAGES_PER_SECOND);
    if (speed != null && Double.isFinite(speed)) {
      segments.add(Wording.count(Math.round(speed)) + " images/s");
    }
    segments.add(String.format(Locale.ROOT, "%.1f s", epoch.seconds()));
    err.println(String.join("  ", segments));
  }

  @Override
  public void runEnded(Run run) {
    Sweep of = sweep;
    if (of != null) {
      err.println(RunLines.ended(run, of));
    }
  }

  @Override
  public void close() {
    err.flush();
  }
}
