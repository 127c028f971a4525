package dev.trawl.track;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An exported, verified model that is registered under a name.
 *
 * @param version from 1; a number is given once, also when its version is deleted
 * @param runId the run that trained it
 * @param location where the files are among the artifacts of that run: a path that ends in {@code
 *     /}
 * @param files in the order of the export: the models first
 */
public record ModelVersion(
    String name,
    int version,
    String runId,
    String location,
    List<ModelFile> files,
    Instant registeredAt) {
  public ModelVersion {
    files = List.copyOf(files);
  }

  /**
   * A file of a model.
   *
   * @param path within the model's folder
   * @param sha256 of its content when it was verified, in lower-case hexadecimal
   * @param verified of a file that predicts; null of another
   */
  public record ModelFile(String path, long bytes, String sha256, @Nullable Verified verified) {}

  /**
   * What a file was found to do.
   *
   * @param format such as {@code onnx-int8}
   * @param correct how many of the test images it predicts right
   */
  public record Verified(String format, int correct, int images) {
    public double accuracy() {
      return correct / (double) images;
    }
  }

  /** A file that is about to be registered. */
  @SuppressWarnings("ArrayRecordComponent") // Large, and read only once.
  public record NewFile(String path, byte[] content, @Nullable Verified verified) {}

  /** The files of a version, once its number is known. */
  @FunctionalInterface
  public interface Files {
    List<NewFile> of(int version);
  }

  /** Its size in bytes. */
  public long bytes() {
    return files.stream().mapToLong(ModelFile::bytes).sum();
  }

  /** What its files that predict were found to do, in their order. */
  public List<Verified> verified() {
    return files.stream().map(ModelFile::verified).filter(Objects::nonNull).toList();
  }

  /** The file with this path within the model's folder. */
  public Optional<ModelFile> file(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }

  /** Such as {@code version 3 of model digits}. */
  public String describe() {
    return "version %d of model %s".formatted(version, name);
  }
}
