package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.spark.Messages.Ended;
import dev.trawl.spark.Messages.EpochDone;
import dev.trawl.spark.Messages.SentVerdict;
import dev.trawl.sweep.MetricKind;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RungRank;
import dev.trawl.track.Verdict;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What crosses from one process to another is there what it was here, to the last bit. */
final class MessagesTest {
  private static ImagePredictions predictions(Part part) {
    BitSet right = new BitSet();
    right.set(1);
    return new ImagePredictions(
        part, 2, new int[] {5, 9}, new int[] {3, 4}, new int[] {255, 17}, right);
  }

  static Stream<Verdict> verdicts() {
    RungRank rank = new RungRank(3, 0.1 + 0.2, 0.95, 4, 9);
    return Stream.of(
        Verdict.CONTINUE,
        new Verdict.Pause(rank),
        new Verdict.Pause(rank).forPeople("round", MetricKind.of("val_accuracy")),
        new Verdict.Pause(new RungRank(1, Double.NaN, null, 1, 1)),
        Verdict.Stop.pruned(rank),
        new Verdict.Stop(RunStatus.FINISHED, "no time is left"));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void verdict_there_isAsHere(Verdict verdict) {
    byte[] bytes = Packed.pack(SentVerdict.of(verdict));

    assertThat(Packed.unpack(bytes, SentVerdict.class).verdict()).isEqualTo(verdict);
  }

  @Test
  void epoch_there_isAsHere() {
    Epoch epoch =
        new Epoch(
            2,
            Map.of("val_loss", Double.NaN, "val_accuracy", 1.0 / 3),
            1.5,
            Map.of("forward", 0.25),
            true,
            new CheckpointData(new byte[] {1, 2, 3}, "{\"epoch\":2}"),
            predictions(Part.VALIDATION));

    Epoch there = Packed.unpack(Packed.pack(EpochDone.of(epoch)), EpochDone.class).epoch();

    assertThat(there)
        .usingRecursiveComparison()
        .withComparatorForType(Double::compare, Double.class) // NaN is NaN
        .isEqualTo(epoch);
  }

  @Test
  void end_there_isAsHere() {
    RunEnd end =
        new RunEnd(
            RunStatus.FINISHED,
            null,
            0.5,
            Map.of("test", 0.5),
            new Evaluation(0.0123, List.of(List.of(9L, 1L), List.of(0L, 10L))),
            predictions(Part.TEST),
            4.2e-5);

    RunEnd there = Packed.unpack(Packed.pack(Ended.of(end)), Ended.class).end();

    assertThat(there).usingRecursiveComparison().isEqualTo(end);
  }
}
