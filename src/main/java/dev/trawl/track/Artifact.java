package dev.trawl.track;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that belongs to a run.
 *
 * @param path as {@link #checkPath} has it
 * @param bytes its size
 * @param sha256 of its content, in lower-case hexadecimal
 */
public record Artifact(String runId, String path, long bytes, String sha256, Instant createdAt) {
  /** Where a run's checkpoints are among its artifacts: {@code checkpoints/12.zip}. */
  public static final String CHECKPOINTS = "checkpoints/";

  /** Where the files of registered models are: {@code registered-models/digits/3/model.onnx}. */
  public static final String REGISTERED = "registered-models/";

  /** How many images of each label each client of a federated run has: JSON, once. */
  public static final String FEDERATED_CLIENTS = "federated/clients.json";

  /**
   * Who took part in each of the first rounds of a federated run, whose update didn't count, and
   * why: JSON.
   */
  public static final String FEDERATED_ROUNDS = "federated/rounds.json";

  /** How many rounds a file has: it is written anew with each, so none grows with their number. */
  public static final int ROUNDS_OF_A_FILE = 100;

  /** What the process that trains a run uses of the machine, over time: JSON. */
  public static final String PROCESS = "process/usage.json";

  private static final Pattern CHECKPOINT = Pattern.compile("checkpoints/([1-9]\\d{0,8})\\.zip");
  private static final int LONGEST_PATH = 1000;

  /**
   * Where a round of a federated run is: {@link #FEDERATED_ROUNDS}, or {@code
   * federated/rounds-101.json} and so on.
   *
   * @param round from 1
   */
  public static String federatedRounds(int round) {
    int first = (round - 1) / ROUNDS_OF_A_FILE * ROUNDS_OF_A_FILE + 1;
    return first == 1 ? FEDERATED_ROUNDS : "federated/rounds-%d.json".formatted(first);
  }

  /** A checkpoint's path. */
  public static String checkpointPath(int epoch) {
    return CHECKPOINTS + epoch + ".zip";
  }

  /** The epoch of a checkpoint's path; empty for that of another file. */
  public static Optional<Integer> epochOf(String path) {
    Matcher checkpoint = CHECKPOINT.matcher(path);
    return checkpoint.matches()
        ? Optional.of(Integer.valueOf(checkpoint.group(1)))
        : Optional.empty();
  }

  /**
   * Refuses what is no path below a folder.
   *
   * @param path of names divided by {@code /}, none of them empty, {@code .} or {@code ..}; at most
   *     1,000 characters, no control characters, backslashes or halves of characters
   */
  public static void checkPath(String path) {
    boolean isPlain =
        path.codePoints()
            .noneMatch(c -> Character.isISOControl(c) || c == '\\' || RecordableText.isHalf(c));
    boolean isBelow =
        Arrays.stream(path.split("/", -1))
            .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
    if (!isPlain || !isBelow || path.length() > LONGEST_PATH) {
      throw new IllegalArgumentException(
          "need an artifact's path such as plots/loss.svg, of at most %,d characters, found \"%s\""
              .formatted(LONGEST_PATH, path.replaceAll("\\p{Cntrl}", "·")));
    }
  }
}
