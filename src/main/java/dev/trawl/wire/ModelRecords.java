package dev.trawl.wire;

import dev.trawl.analysis.ModelComparison;
import dev.trawl.track.AliasMove;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.ModelFile;
import dev.trawl.track.ModelVersion.Verified;
import dev.trawl.track.PairedTest;
import dev.trawl.track.RegisteredModel;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The records of registered models; fields in the JSON's order. */
final class ModelRecords {
  private ModelRecords() {}

  /** A model with its versions, the newest one first, and the moves of its aliases, likewise. */
  record Model(
      String name, Map<String, Integer> aliases, List<Version> versions, List<Move> moves) {
    static Model of(RegisteredModel model) {
      List<Version> versions =
          model.versions().stream()
              .map(version -> Version.of(version, model.aliasesOf(version.model())))
              .toList();
      return new Model(
          model.name(),
          model.aliases(),
          reversed(versions),
          reversed(model.moves().stream().map(Move::of).toList()));
    }

    private static <T> List<T> reversed(List<T> list) {
      return IntStream.range(0, list.size()).mapToObj(i -> list.get(list.size() - 1 - i)).toList();
    }
  }

  /** A version; {@code accuracy} is that of its first format on the test images. */
  record Version(
      String name,
      int version,
      List<String> aliases,
      @Nullable Double accuracy,
      long bytes,
      List<Format> formats,
      List<File> files,
      Instant registeredAt,
      String runId,
      @Nullable Integer runNumber,
      @Nullable String sweepId,
      @Nullable String sweep,
      @Nullable String sweepFile,
      @Nullable DatasetInfo dataset) {
    static Version of(RegisteredModel.Version version, List<String> aliases) {
      ModelVersion model = version.model();
      Run run = version.run();
      Sweep sweep = version.sweep();
      List<Format> formats =
          model.files().stream().map(Format::of).filter(Objects::nonNull).toList();
      return new Version(
          model.name(),
          model.version(),
          aliases,
          formats.isEmpty() ? null : formats.get(0).accuracy(),
          model.bytes(),
          formats,
          model.files().stream().map(File::of).toList(),
          model.registeredAt(),
          model.runId(),
          run == null ? null : run.number(),
          sweep == null ? null : sweep.id(),
          sweep == null ? null : sweep.name(),
          sweep == null ? null : sweep.source().file(),
          sweep == null ? null : sweep.dataset().orElse(null));
    }
  }

  record Format(String format, String file, long bytes, double accuracy, int correct, int images) {
    static @Nullable Format of(ModelFile file) {
      Verified verified = file.verified();
      return verified == null
          ? null
          : new Format(
              verified.format(),
              file.path(),
              file.bytes(),
              verified.accuracy(),
              verified.correct(),
              verified.images());
    }
  }

  record File(String path, long bytes, String sha256) {
    static File of(ModelFile file) {
      return new File(file.path(), file.bytes(), file.sha256());
    }
  }

  /** A move of an alias. */
  record Move(
      String alias, @Nullable Integer version, String by, Instant movedAt, @Nullable Test test) {
    static Move of(AliasMove move) {
      return new Move(
          move.alias(),
          move.version(),
          move.by(),
          move.movedAt(),
          move.test() == null ? null : Test.of(move.test()));
    }
  }

  /** What decided it, and the same for people. */
  record Test(
      int incumbent,
      String images,
      int compared,
      int gained,
      int lost,
      double difference,
      double low,
      double high,
      double p,
      boolean better,
      String text) {
    static Test of(PairedTest test) {
      return new Test(
          test.incumbent(),
          test.images().name().toLowerCase(Locale.ROOT),
          test.compared(),
          test.gained(),
          test.lost(),
          test.difference(),
          test.low(),
          test.high(),
          test.p(),
          test.showsBetter(),
          ModelComparison.sentence(test));
    }
  }
}
