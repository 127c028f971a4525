package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of the images before a run is trained on them, and where they are found. */
class DataMessagesTest {
  private static final String REST =
      """
      method: grid
      parameters: {batch_size: {value: 16}, filters: {values: [[4]]}, dense_units: {value: 8}}
      training: {epochs: 1}
      """;

  private Path folder;
  private Workplace workplace;

  @BeforeEach
  void create(@TempDir Path temporary) throws IOException {
    folder = temporary;
    workplace = Workplace.create(folder, "data");
  }

  @Test
  void check_ofFolder_saysWhatIsTrainedOn() throws IOException {
    Ran ran = workplace.trawl("check", workplace.sweep(REST).toString());

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains(
            "cnn on %s: 160 train, 40 validation and 50 test images of 8 × 8, 1 channel, 2 outputs,"
                    .formatted(folder)
                + " seed 0\n");
  }

  @Test
  void limit_aboveTheSize_isAWarningInCheckAndRun() throws IOException {
    String file = workplace.sweep(REST).toString();
    String[] set = {"--set", "dataset.train_limit=999999"};
    String warning = "need a train_limit of at most 200 images, found 999,999: all 200 are used";

    Ran checked = workplace.trawl("check", file, set[0], set[1]);
    assertThat(checked.exitCode()).isZero();
    assertThat(checked.err()).isEqualTo("warning: %s: %s\n", file, warning);
    assertThat(checked.out()).contains(": 160 train, 40 validation and 50 test images");
    assertThat(workplace.trawl("check", "--json", file, set[0], set[1]).out())
        .contains(
            "\"data\":{\"train_images\":160,\"validation_images\":40,\"test_images\":50,",
            "\"warnings\":[\"" + warning + "\"],\"problem\":null}");

    Ran ran = workplace.trawl("run", file, set[0], set[1], "--no-dashboard");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).containsOnlyOnce(warning);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void labels_allTheSame_areRefusedByCheckAndRun(int label) throws IOException {
    labels("train", 200, i -> label);
    labels("t10k", 50, i -> label);
    String needed =
        "%s: need at least 2 classes, found only label %d in the train labels"
            .formatted(folder, label);
    String file = workplace.sweep(REST).toString();

    Ran checked = workplace.trawl("check", file);
    assertThat(checked.exitCode()).isOne();
    assertThat(checked.err()).isEqualTo("%s: %s\n".formatted(file, needed));
    Ran ran = workplace.trawl("run", file, "--no-dashboard");
    assertThat(ran.exitCode()).isOne();
    assertThat(ran.err()).isEqualTo("trawl: " + needed + "\n");
    assertNothingIsRecorded();
  }

  @Test
  void colourImages_withTheChannelsLast_areTakenForThat() throws IOException {
    images("train", 200, 8, 8, 3);
    images("t10k", 50, 8, 8, 3);
    String file = workplace.sweep(REST).toString();

    assertThat(workplace.trawl("check", file).out()).contains("images of 8 × 8, 3 channels, ");
    Ran first = workplace.trawl("check", file, "--set", "dataset.channels=first");
    assertThat(first.exitCode()).isOne();
    assertThat(first.out()).contains("images of 8 × 3, 8 channels, ");
    assertThat(first.err()).contains("no point of the space can be trained: filters: need images");
    assertThat(workplace.trawl("check", file, "--set", "dataset.channels=middle").err())
        .contains("expected first or last");
  }

  @Test
  void imagesTooSmall_forEveryPoint_areRefusedBeforeAnythingIsRecorded() throws IOException {
    String file = workplace.sweep(REST).toString();
    String[] set = {"--set", "parameters.filters.values=[[4, 4, 4], [8, 8, 8]]"};

    Ran ran = workplace.trawl("run", file, set[0], set[1], "--no-dashboard");

    assertThat(ran.exitCode()).isOne();
    assertThat(ran.err())
        .containsOnlyOnce(
            "no point of the space can be trained: filters: need images large enough");
    assertNothingIsRecorded();
    H2RunStore.open(workplace.database(), Clock.systemUTC()).close();
    assertThat(workplace.trawl("run", file, set[0], set[1], "--no-dashboard").err())
        .isEqualTo(ran.err());
    assertThat(workplace.trawl("sweeps", "--json").out()).isEqualTo("[]\n");
  }

  /** No database either, nor a log. */
  private void assertNothingIsRecorded() {
    assertThat(folder).isDirectoryNotContaining("glob:**/data.*");
  }

  @Test
  void data_thatAreNotThere_leaveNoDatabase() throws IOException {
    String file = workplace.sweep(REST).toString();

    Ran ran = workplace.trawl("run", file, "--set", "dataset.path=gone", "--no-dashboard");

    assertThat(ran.exitCode()).isOne();
    assertThat(ran.err()).startsWith("trawl: ").contains("gone").hasLineCount(1);
    assertNothingIsRecorded();
  }

  @Test
  void labels_thatOnePartLacks_areWarnedOfUnderTheFilesName() throws IOException {
    labels("train", 200, i -> i % 4);
    labels("t10k", 50, i -> i % 2);
    String file = workplace.sweep(REST).toString();

    Ran ran = workplace.trawl("check", file, file, "--set", "dataset.test_limit=1");

    String warning = "warning: %s: ".formatted(file);
    String both =
        warning
            + "no test image has label 2, 3: no test says how well they are told\n"
            + warning
            + "limits and split leave no image of label 0 to test with\n";
    assertThat(ran.err().replace("label 1 to test", "label 0 to test")).isEqualTo(both + both);
  }

  @Test
  void imagesTooSmall_forSomePoints_areSaidOnceAndThoseAreNotStarted() throws IOException {
    String file = workplace.sweep(REST).toString();
    String[] set = {"--set", "parameters.filters.values=[[4, 4, 4], [4]]"};
    String said =
        "1 of 2 combinations can't be trained, and will fail at once: filters=[4, 4, 4]. ";

    assertThat(workplace.trawl("check", file, set[0], set[1]).err())
        .contains("warning: " + file + ": " + said);
    Ran ran = workplace.trawl("run", file, set[0], set[1], "--no-dashboard");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).containsOnlyOnce(said);
    assertThat(ran.out()).contains("1 of 2 runs finished");
  }

  /** This process is in another folder than the file, and than the one after it. */
  @Test
  void relativePath_isBesideTheFile_andFoundAgain() throws IOException {
    Path sweeps = Files.createDirectory(folder.resolve("sweeps"));
    Path file = Files.writeString(sweeps.resolve("beside.yaml"), "dataset: {path: ..}\n" + REST);

    Ran ran = workplace.trawl("run", file.toString(), "--no-dashboard");
    assertThat(ran.err()).doesNotContain("need a folder");
    assertThat(ran.exitCode()).isZero();

    Matcher id = Pattern.compile("\"run_id\":\"(\\w+)\"").matcher(runs("beside"));
    assertThat(id.find()).isTrue();
    Ran again = workplace.trawl("run", "--again", id.group(1), "--no-dashboard");
    assertThat(again.exitCode()).as(again.err()).isZero();
    Ran exported = workplace.trawl("export", "beside", "-o", folder.resolve("best").toString());
    assertThat(exported.exitCode()).as(exported.err()).isZero();
  }

  @Test
  void path_thatIsNotThere_isShownWhole() throws IOException {
    Path file =
        Files.writeString(folder.resolve("s.yaml"), "dataset: {path: a/../nowhere}\n" + REST);
    String needed =
        "need a folder of four IDX files at %s, found nothing\n"
            .formatted(folder.resolve("nowhere"));

    Ran checked = workplace.trawl("check", file.toString());
    assertThat(checked.exitCode()).isZero();
    assertThat(checked.err()).isEqualTo("warning: %s: %s", file, needed);
    assertThat(workplace.trawl("run", file.toString(), "--no-dashboard").err())
        .isEqualTo("trawl: " + needed);
  }

  @Test
  void sweepFile_withoutAnEnd_isRefused() {
    assertThat(Ran.trawl("check", "/dev/zero").err())
        .isEqualTo(
            "trawl: need a sweep file of at most 4,000,000 bytes, found more in /dev/zero\n");
  }

  private String runs(String sweep) {
    return workplace.trawl("runs", sweep, "--json").out();
  }

  private void labels(String part, int count, IntUnaryOperator label) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    header(bytes, 0x801, count);
    for (int i = 0; i < count; i++) {
      bytes.write(label.applyAsInt(i));
    }
    Files.write(folder.resolve(part + "-labels-idx1-ubyte"), bytes.toByteArray());
  }

  private void images(String part, int... sizes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    header(bytes, 0x804, sizes[0], sizes[1], sizes[2], sizes[3]);
    byte[] pixels = new byte[sizes[0] * sizes[1] * sizes[2] * sizes[3]];
    new Random(5).nextBytes(pixels);
    bytes.write(pixels);
    Files.write(folder.resolve(part + "-images-idx3-ubyte"), bytes.toByteArray());
  }

  private static void header(ByteArrayOutputStream bytes, int... values) throws IOException {
    DataOutputStream data = new DataOutputStream(bytes);
    for (int value : values) {
      data.writeInt(value);
    }
  }
}
