package dev.trawl.testkit;

import dev.trawl.track.Epoch;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import dev.trawl.train.TrainingObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Keeps what it hears of a training, and lets it go on unless it is told otherwise. */
public class HeardTraining implements TrainingObserver {
  private final List<Epoch> epochs = new ArrayList<>();
  private final Map<Integer, Verdict> verdicts = new HashMap<>();
  private final Map<String, byte[]> files = new HashMap<>();
  private Map<String, String> environment = Map.of();
  private int stopAfter = Integer.MAX_VALUE;
  private int images;

  /** Ends the run with this after an epoch; after 0, as soon as it begins. */
  public HeardTraining after(int epoch, Verdict verdict) {
    verdicts.put(epoch, verdict);
    return this;
  }

  /** Interrupts the run once so many images are trained, in all of its epochs. */
  public HeardTraining stopAfter(int limit) {
    stopAfter = limit;
    return this;
  }

  @Override
  public Verdict began(Map<String, String> where) {
    environment = where;
    return verdicts.getOrDefault(0, Verdict.CONTINUE);
  }

  @Override
  public void progressed(int epoch, int trained, int total) {
    images = (epoch - 1) * total + trained;
  }

  @Override
  public void wrote(String path, byte[] content) {
    files.put(path, content);
  }

  @Override
  public Verdict epochEnded(Epoch epoch) {
    epochs.add(epoch);
    return verdicts.getOrDefault(epoch.number(), Verdict.CONTINUE);
  }

  @Override
  public Optional<Verdict.Stop> stop() {
    return images >= stopAfter
        ? Optional.of(new Verdict.Stop(RunStatus.INTERRUPTED, "enough"))
        : Optional.empty();
  }

  public Map<String, String> environment() {
    return environment;
  }

  public List<Epoch> epochs() {
    return epochs;
  }

  /** The best epoch up to this one. */
  public Epoch bestUpTo(int epoch) {
    return epochs.stream()
        .filter(each -> each.best() && each.number() <= epoch)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  public Epoch best() {
    return bestUpTo(Integer.MAX_VALUE);
  }

  /** What must be the same from run to run: all but the speed. */
  public List<Map<String, Double>> metrics() {
    return epochs.stream()
        .map(
            epoch -> {
              Map<String, Double> metrics = new HashMap<>(epoch.metrics());
              metrics.remove("images_per_second");
              return metrics;
            })
        .toList();
  }

  /** How many images were trained, in all epochs. */
  public int images() {
    return images;
  }

  /** The file that was written last to this path. */
  public byte[] file(String path) {
    return Objects.requireNonNull(files.get(path), path);
  }
}
