package dev.trawl.spark;

import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RungRank;
import dev.trawl.track.Verdict;
import dev.trawl.train.Resumption;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What executors and the driver say to each other: plain and serialisable, since Spark's messages
 * are Java's serialisation. A run's messages bear the task attempt's number, which grows within an
 * application: older attempts are refused by it.
 */
@SuppressWarnings({"ArrayRecordComponent", "serial"})
final class Messages {
  private Messages() {}

  /**
   * What a task is sent: all but where to go on, which it asks for when it begins.
   *
   * @param dataset whose files Spark's file server brings; null where each machine has its own
   * @param dataFiles their addresses there
   * @param processor the type of processor that it has to go on with; null where any does
   */
  record RunOrder(
      String runId,
      int number,
      long seed,
      Map<String, Object> parameters,
      String file,
      String text,
      ArrayList<String> overrides,
      @Nullable String dataset,
      ArrayList<String> dataFiles,
      String dataSha256,
      @Nullable String processor)
      implements Serializable {
    /** The same, with this type of processor. */
    RunOrder on(@Nullable String type) {
      return new RunOrder(
          runId,
          number,
          seed,
          parameters,
          file,
          text,
          overrides,
          dataset,
          dataFiles,
          dataSha256,
          type);
    }
  }

  /** A task takes the run. */
  record Claim(String runId, long attempt, String executor) implements Serializable {}

  /** The answer to a claim: go on from there (epoch 0: anew), or don't. */
  record Grant(
      boolean isGranted, int epoch, @Nullable SentCheckpoint last, @Nullable SentCheckpoint best)
      implements Serializable {
    static final Grant REFUSED = new Grant(false, 0, null, null);

    static Grant of(@Nullable Resumption from) {
      return from == null
          ? new Grant(true, 0, null, null)
          : new Grant(
              true,
              from.epoch(),
              SentCheckpoint.of(from.last()),
              from.last().model() == from.best().model() ? null : SentCheckpoint.of(from.best()));
    }

    @Nullable Resumption resumption() {
      if (last == null) {
        return null;
      }
      CheckpointData data = last.data();
      return new Resumption(epoch, data, best == null ? data : best.data());
    }
  }

  record SentCheckpoint(byte[] model, String state) implements Serializable {
    static SentCheckpoint of(CheckpointData data) {
      return new SentCheckpoint(data.model(), data.state());
    }

    CheckpointData data() {
      return new CheckpointData(model, state);
    }
  }

  /** What is recorded and judged: that a run begins, an epoch of it, or a file. */
  sealed interface Judged extends Serializable permits Began, EpochDone, Wrote {
    default <T> T fold(
        Function<Began, T> began, Function<EpochDone, T> done, Function<Wrote, T> wrote) {
      if (this instanceof Began it) {
        return began.apply(it);
      }
      return this instanceof EpochDone it ? done.apply(it) : wrote.apply((Wrote) this);
    }
  }

  /** Training begins in this environment. */
  record Began(LinkedHashMap<String, String> environment) implements Judged {}

  /** A file to keep with the run; the run goes on. */
  record Wrote(String path, byte[] content) implements Judged {}

  /** An epoch is trained. */
  record EpochDone(
      int number,
      LinkedHashMap<String, Double> metrics,
      double seconds,
      LinkedHashMap<String, Double> phases,
      boolean isBest,
      SentCheckpoint checkpoint,
      @Nullable SentPredictions validation)
      implements Judged {
    static EpochDone of(Epoch epoch) {
      return new EpochDone(
          epoch.number(),
          new LinkedHashMap<>(epoch.metrics()),
          epoch.seconds(),
          new LinkedHashMap<>(epoch.phases()),
          epoch.best(),
          SentCheckpoint.of(epoch.checkpoint()),
          SentPredictions.of(epoch.validation()));
    }

    Epoch epoch() {
      return new Epoch(
          number,
          metrics,
          seconds,
          phases,
          isBest,
          checkpoint.data(),
          validation == null ? null : validation.predictions());
    }
  }

  /**
   * To be judged; the verdict comes with the answer to a later pulse.
   *
   * @param ticket 1, 2, … of this task attempt
   */
  record Told(String runId, long attempt, int ticket, Judged judged) implements Serializable {}

  /** How far the run is; twice a second. */
  record Pulse(String runId, long attempt, int epoch, int images, int total)
      implements Serializable {}

  /** What the run's thread logged there since the last of these. */
  record Logged(String runId, long attempt, ArrayList<LogLine> lines) implements Serializable {}

  /** A message, with its trace if it has one. */
  record LogLine(boolean isWarning, String text) implements Serializable {}

  /**
   * The answer to what is told, and to a pulse.
   *
   * @param isFenced whether the run is another task's, or nobody's: it ends unrecorded
   * @param stop how it is to end at once; null when it goes on
   * @param judged the last ticket that has its verdict; 0 without one
   * @param verdict on that one
   */
  record Answer(
      boolean isFenced, @Nullable SentVerdict stop, int judged, @Nullable SentVerdict verdict)
      implements Serializable {
    static final Answer FENCED = new Answer(true, null, 0, null);
  }

  /** A verdict's parts; without a status the run waits, and without a rank too it goes on. */
  record SentVerdict(
      @Nullable RunStatus status,
      @Nullable String reason,
      int rung,
      double value,
      @Nullable Double threshold,
      int rank,
      int of)
      implements Serializable {
    static SentVerdict of(Verdict verdict) {
      return verdict.fold(
          () -> of(null, null, null),
          pause -> of(null, pause.reason(), pause.rank()),
          stop -> of(stop.status(), stop.reason(), stop.rank()));
    }

    private static SentVerdict of(
        @Nullable RunStatus status, @Nullable String reason, @Nullable RungRank rank) {
      return rank == null
          ? new SentVerdict(status, reason, 0, 0, null, 0, 0)
          : new SentVerdict(
              status, reason, rank.rung(), rank.value(), rank.threshold(), rank.rank(), rank.of());
    }

    Verdict verdict() {
      RungRank of = rung == 0 ? null : new RungRank(rung, value, threshold, rank, this.of);
      String why = String.valueOf(reason);
      if (status != null) {
        return new Verdict.Stop(status, why, of);
      }
      return of == null ? Verdict.CONTINUE : new Verdict.Pause(of, why);
    }
  }

  /** Predictions, image by image. */
  record SentPredictions(
      ImagePredictions.Part part,
      int epoch,
      int[] indexes,
      int[] classes,
      int[] confidences,
      @Nullable BitSet right)
      implements Serializable {
    static @Nullable SentPredictions of(@Nullable ImagePredictions found) {
      if (found == null) {
        return null;
      }
      int size = found.size();
      int[][] columns = new int[3][size];
      BitSet right = new BitSet();
      for (int image = 0; image < size; image++) {
        columns[0][image] = found.index(image);
        columns[1][image] = found.predicted(image);
        columns[2][image] = found.confidence(image);
        right.set(image, found.isRight(image));
      }
      return new SentPredictions(
          found.part(),
          found.epoch(),
          columns[0],
          columns[1],
          columns[2],
          found.knowsRight() ? right : null);
    }

    ImagePredictions predictions() {
      return new ImagePredictions(part, epoch, indexes, classes, confidences, right);
    }
  }

  /**
   * How a task came out.
   *
   * @param <D> what it was to bring
   */
  sealed interface Outcome<D extends Serializable> extends Serializable
      permits Done, Refused, Unable, Elsewhere {
    default <T extends @Nullable Object> T fold(
        Function<D, T> done,
        Function<Refused<D>, T> refused,
        Function<Unable<D>, T> unable,
        Function<Elsewhere<D>, T> elsewhere) {
      if (this instanceof Done<D> it) {
        return done.apply(it.result());
      }
      if (this instanceof Refused<D> it) {
        return refused.apply(it);
      }
      return this instanceof Unable<D> it ? unable.apply(it) : elsewhere.apply((Elsewhere<D>) this);
    }
  }

  /** It brings what it was to bring. */
  record Done<D extends Serializable>(D result) implements Outcome<D> {}

  /** The run ended so. */
  record Ended(
      RunStatus status,
      @Nullable String reason,
      double seconds,
      LinkedHashMap<String, Double> phases,
      @Nullable Double testLoss,
      ArrayList<ArrayList<Long>> confusion,
      @Nullable SentPredictions tested,
      @Nullable Double cpuSecondsPerImage)
      implements Serializable {
    static Ended of(RunEnd end) {
      Evaluation test = end.test();
      ArrayList<ArrayList<Long>> rows = new ArrayList<>();
      if (test != null) {
        test.confusion().forEach(row -> rows.add(new ArrayList<>(row)));
      }
      return new Ended(
          end.status(),
          end.reason(),
          end.seconds(),
          new LinkedHashMap<>(end.phases()),
          test == null ? null : (Double) test.loss(),
          rows,
          SentPredictions.of(end.tested()),
          end.cpuSecondsPerImage());
    }

    RunEnd end() {
      List<List<Long>> rows = List.copyOf(confusion);
      return new RunEnd(
          status,
          reason,
          seconds,
          phases,
          testLoss == null ? null : new Evaluation(testLoss, rows),
          tested == null ? null : tested.predictions(),
          cpuSecondsPerImage);
    }
  }

  /** It can't be trained as it was asked for, on any machine. */
  record Refused<D extends Serializable>(String reason) implements Outcome<D> {}

  /**
   * This machine can't train it, or must not any more.
   *
   * @param hasBegun whether it had the run, and so another task may have it now
   */
  record Unable<D extends Serializable>(String executor, boolean hasBegun, String reason)
      implements Outcome<D> {}

  /** It has to go on with another type of processor than this executor's. */
  record Elsewhere<D extends Serializable>(String executor, String processor)
      implements Outcome<D> {}

  static Map<String, Object> copy(Map<String, Object> parameters) {
    HashMap<String, Object> copy = new HashMap<>();
    parameters.forEach(
        (key, value) ->
            copy.put(key, value instanceof List<?> list ? new ArrayList<Object>(list) : value));
    return copy;
  }
}
