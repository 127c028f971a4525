package dev.trawl.data;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset's files in the cache were found to be.
 *
 * @param folder where they are, or should be
 * @param files all four, whether there or not
 */
public record DatasetVerification(String dataset, Path folder, List<VerifiedFile> files) {
  public DatasetVerification {
    files = List.copyOf(files);
  }

  /** Whether every file is there and is what it should be. */
  public boolean sound() {
    return files.stream().allMatch(file -> file.problem() == null);
  }

  /**
   * One file.
   *
   * @param file its path; the name that it should have when it isn't there
   * @param bytes its length, unpacked; 0 when it can't be read
   * @param md5 of its content, unpacked; null when it can't be read
   * @param problem what was needed and what was found; null when it is sound
   */
  public record VerifiedFile(
      Path file, long bytes, @Nullable String md5, @Nullable String problem) {}
}
