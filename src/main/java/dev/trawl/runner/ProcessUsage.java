package dev.trawl.runner;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.track.Artifact;
import dev.trawl.track.Artifacts;
import dev.trawl.track.Run;
import dev.trawl.track.StoreException;
import dev.trawl.track.SweepTakenOverException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the whole process uses while one of its runs trains, kept as the run's file {@link
 * Artifact#PROCESS}: a sample every ten seconds, and one at the end, so that the shortest run has
 * one. Of a long run each two become one, and the samples as rare, whenever they are too many.
 * Recording them is worth no run. Used by the thread that trains.
 */
final class ProcessUsage {
  static final int MOST = 240;
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(ProcessUsage.class);
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Run run;
  private final Artifacts files;
  private final ProcessMeter meter;
  private final Clock clock;
  private Samples samples;
  private Instant sampledAt;
  private long computedNanos;

  ProcessUsage(Run run, Artifacts files, ProcessMeter meter, Clock clock) {
    this.run = run;
    this.files = files;
    this.meter = meter;
    this.clock = clock;
    samples = earlier();
    sampledAt = clock.instant();
    computedNanos = meter.computedNanos();
  }

  /** What an earlier session of the run left; nothing where that can't be read. */
  private Samples earlier() {
    try (InputStream content = files.openArtifact(run.id(), Artifact.PROCESS).orElse(null)) {
      return content == null ? Samples.NONE : JSON.readValue(content, Samples.class);
    } catch (StoreException | IOException e) {
      log.debug("run={} usage not read: {}", run.id(), e.getMessage());
      return Samples.NONE;
    }
  }

  /** Takes a sample and records all, if it is time for one. */
  void progressed() {
    Duration since = Duration.between(sampledAt, clock.instant());
    if (since.toSeconds() >= samples.everySeconds()) {
      sample();
    }
  }

  /** Takes the last sample and records all. */
  void ended() {
    sample();
  }

  private void sample() {
    Instant now = clock.instant();
    long computed = meter.computedNanos();
    long nanos = Math.max(1, Duration.between(sampledAt, now).toNanos());
    double cores = Math.round(100.0 * (computed - computedNanos) / nanos) / 100.0;
    OptionalLong beside = meter.nativeBytes();
    samples =
        samples.plus(
            new Sample(
                now.toEpochMilli(),
                meter.heapBytes(),
                beside.isPresent() ? beside.getAsLong() : null,
                cores));
    sampledAt = now;
    computedNanos = computed;
    try {
      files.putArtifact(run.id(), Artifact.PROCESS, JSON.writeValueAsBytes(samples));
    } catch (StoreException | SweepTakenOverException | IOException e) {
      log.debug("run={} usage not recorded: {}", run.id(), e.getMessage());
    }
  }

  /**
   * A moment.
   *
   * @param at milliseconds since 1970
   * @param nativeBytes beside the heap; null where that is not known
   * @param cores how many computed, on average since the sample before
   */
  record Sample(long at, long heapBytes, @Nullable Long nativeBytes, double cores) {
    /** This and the next as one: the most memory, the mean of the cores. */
    Sample and(Sample next) {
      Long most =
          nativeBytes == null || next.nativeBytes == null
              ? next.nativeBytes
              : Long.valueOf(Math.max(nativeBytes, next.nativeBytes));
      double mean = Math.round(50 * (cores + next.cores)) / 100.0;
      return new Sample(next.at, Math.max(heapBytes, next.heapBytes), most, mean);
    }
  }

  /** Samples by time, one in so many seconds. */
  record Samples(int everySeconds, List<Sample> samples) {
    static final Samples NONE = new Samples((int) EVERY.toSeconds(), List.of());

    Samples {
      samples = List.copyOf(samples);
    }

    Samples plus(Sample sample) {
      List<Sample> all = new ArrayList<>(samples);
      all.add(sample);
      return all.size() <= MOST
          ? new Samples(everySeconds, all)
          : new Samples(2 * everySeconds, halved(all));
    }

    private static List<Sample> halved(List<Sample> all) {
      List<Sample> half = new ArrayList<>();
      for (int i = 0; i + 1 < all.size(); i += 2) {
        half.add(all.get(i).and(all.get(i + 1)));
      }
      if (all.size() % 2 == 1) {
        half.add(all.get(all.size() - 1));
      }
      return half;
    }
  }
}
