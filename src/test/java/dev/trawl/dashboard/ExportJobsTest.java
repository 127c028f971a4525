package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.dashboard.ExportJob.Status;
import dev.trawl.dashboard.RunExport.Wish;
import dev.trawl.testkit.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ExportJobsTest {
  private static final Wish BOTH = new Wish(List.of("dl4j", "onnx"), 0.5, false);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final List<ExportJob> told = new CopyOnWriteArrayList<>();

  private ExportJobs jobs(RunExport export) {
    return new ExportJobs(export, ExportJobs.KEPT, told::add);
  }

  private static ExportJobs.Order order(Wish wish) {
    return new ExportJobs.Order("a run", "a sweep", wish, "digits-run-3", null);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 2000 && !condition.getAsBoolean(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static ExportJob now(ExportJobs jobs, ExportJob job) {
    return jobs.find(job.exportId()).orElseThrow();
  }

  private static ExportJob ended(ExportJobs jobs, ExportJob job) throws InterruptedException {
    await(() -> now(jobs, job).status().isEnd());
    return now(jobs, job);
  }

  /** Of all servers, but for their locks. */
  private List<String> files() {
    try (Stream<Path> inside = Files.walk(folder)) {
      return inside
          .filter(Files::isRegularFile)
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> !name.equals(".lock"))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of("one that is just deleted");
    }
  }

  @Test
  void name_ofAnySweep_isAFilesOfLettersAndNoOption() {
    assertThat(ExportApi.name("mnist quick", 3)).isEqualTo("mnist-quick-run-3");
    assertThat(ExportApi.name("--ä/../b", 1)).isEqualTo("b-run-1");
    assertThat(ExportApi.name("数字", 12)).isEqualTo("run-12");
  }

  @Test
  void add_aRun_tellsEachStepAndKeepsTheZipFileAlone() throws Exception {
    try (ExportJobs jobs = jobs(StepByStepExport.free(folder))) {
      ExportJob job = ended(jobs, jobs.add(order(BOTH)));

      assertThat(job.status()).isEqualTo(Status.exported);
      assertThat(Objects.requireNonNull(job.report()).directory()).isNull();
      ExportJob.Zip file = Objects.requireNonNull(job.zip());
      assertThat(file.name()).isEqualTo("digits-run-3.zip");
      assertThat(jobs.zip(job.exportId())).hasSize(file.bytes());
      try (ZipFile zip = new ZipFile(jobs.zip(job.exportId()).toFile())) {
        assertThat(zip.stream().map(ZipEntry::getName))
            .containsExactly("digits-run-3/dl4j", "digits-run-3/onnx");
      }
      await(() -> told.size() == 6);
      assertThat(told)
          .extracting(each -> each.progress() == null ? each.status() : each.progress().step())
          .containsExactly(
              Status.queued,
              "looking for the run",
              "writing dl4j",
              "writing onnx",
              "packing the folder",
              Status.exported);
      await(() -> told.size() == 6);
    }
    assertThat(files()).as("the server ended").isEmpty();
  }

  @Test
  void add_toADirectory_leavesTheFolderThere() throws Exception {
    try (ExportJobs jobs = jobs(StepByStepExport.free(folder.resolve("exports")))) {
      Path best = folder.resolve("best");
      ExportJob job =
          ended(jobs, jobs.add(new ExportJobs.Order("a run", "a sweep", BOTH, "name", best)));

      assertThat(Objects.requireNonNull(job.report()).directory()).isEqualTo(best.toString());
    }
    assertThat(files()).containsExactlyInAnyOrder("dl4j", "onnx");
  }

  @Test
  void add_whileOneIsMade_waitsForItAndIsRefusedBeyondTheQueue() throws Exception {
    StepByStepExport export = new StepByStepExport(folder, 0);
    try (ExportJobs jobs = jobs(export)) {
      ExportJob first = jobs.add(order(BOTH));
      await(() -> now(jobs, first).status() == Status.exporting);
      ExportJob second = jobs.add(order(new Wish(List.of("onnx-int8"), 0.5, false)));
      for (int i = 1; i < ExportJobs.MOST_WAITING; i++) {
        jobs.add(order(BOTH));
      }
      assertThat(now(jobs, second).status()).isEqualTo(Status.queued);
      assertThatThrownBy(() -> jobs.add(order(BOTH)))
          .isInstanceOf(RefusedException.class)
          .hasMessage("need at most 8 exports that wait, one is made at a time; found one more");

      export.allow(100);
      ended(jobs, second);
      assertThat(export.written).startsWith("dl4j", "onnx", "onnx-int8");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void cancel_whatWaitsAndWhatIsAtWork_leavesNothing() throws Exception {
    StepByStepExport export = new StepByStepExport(folder, 1);
    try (ExportJobs jobs = jobs(export)) {
      ExportJob first = jobs.add(order(BOTH));
      ExportJob second = jobs.add(order(BOTH));
      await(() -> export.written.equals(List.of("dl4j")));
      jobs.cancel(second.exportId());
      jobs.cancel(first.exportId());
      assertThat(now(jobs, first).status()).isEqualTo(Status.cancelled);

      export.allow(100);
      ExportJob third = ended(jobs, jobs.add(order(BOTH)));
      assertThat(third.status()).isEqualTo(Status.exported);
      assertThat(now(jobs, second).status()).isEqualTo(Status.cancelled);
      await(() -> export.written.size() >= 3);
      assertThat(files()).containsExactly(third.exportId() + ".zip");
      jobs.cancel(third.exportId());
      assertThat(jobs.find(third.exportId())).as("it had ended").isEmpty();
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void export_thatFails_saysWhyAndLeavesNothing() throws Exception {
    try (ExportJobs jobs = jobs(StepByStepExport.free(folder))) {
      ExportJob job = ended(jobs, jobs.add(order(new Wish(List.of("onnx", "dl4j"), 0, false))));

      assertThat(job.status()).isEqualTo(Status.failed);
      assertThat(job.problem()).isEqualTo("need no tolerance for dl4j, found 0");
      ExportJob broken = ended(jobs, jobs.add(order(new Wish(List.of("onnx"), 100, false))));
      assertThat(broken.problem()).isEqualTo("an error in Trawl, written to its log");
      await(() -> files().isEmpty());
    }
  }

  @Test
  void job_thatEnded_isForgottenAfterATime() throws Exception {
    try (ExportJobs jobs =
        new ExportJobs(StepByStepExport.free(folder), Duration.ofMillis(1), told::add)) {
      jobs.add(order(BOTH));

      await(() -> jobs.list().isEmpty() && files().isEmpty());
    }
  }

  /** It holds its folder until it is killed. */
  static final class Server {
    private Server() {}

    public static void main(String[] arguments) throws Exception {
      ExportFolder own = new ExportFolder(Path.of(arguments[0]));
      Files.writeString(own.own().resolve("left.zip"), "left");
      System.out.println("made");
      Thread.sleep(60_000);
    }
  }

  @Test
  void server_thatWasKilled_leavesWhatTheNextDeletes() throws Exception {
    Process server = JavaProcess.with().main(Server.class, folder.toString()).start();
    try (ExportFolder live = new ExportFolder(folder)) {
      assertThat(server.inputReader().readLine()).isEqualTo("made");
      Files.writeString(live.own().resolve("mine.zip"), "mine");
      live.clean();
      assertThat(files()).as("both live").containsExactlyInAnyOrder("left.zip", "mine.zip");

      server.destroyForcibly().waitFor();
      new ExportFolder(folder).clean();
      assertThat(files()).containsExactly("mine.zip");
    } finally {
      server.destroyForcibly();
    }
    assertThat(files()).isEmpty();
  }
}
