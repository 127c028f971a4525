package dev.trawl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFolderTest {
  /** The answer of a server tells nobody where it runs. */
  @Test
  void write_refusedBelowTheWorkingFolder_namesTheFolderAsItWasAskedFor() {
    for (String asked : new String[] {"src", "src/main", "pom.xml", "pom.xml/x"}) {
      Throwable refusal =
          catchThrowable(
              () ->
                  new ModelFolder(Path.of(asked), Set.of("model.zip"))
                      .write(
                          folder -> {
                            throw new AssertionError("not to be filled");
                          }));
      assertThat(refusal)
          .as(asked)
          .hasMessageContaining(Path.of(asked).getName(0).toString())
          .message()
          .doesNotContain(Path.of("").toAbsolutePath().toString());
    }
  }

  @Test
  void write_whereAFileADeviceOrALinkToNothingIs_isRefusedBeforeTheDataCome(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));
    for (Path asked : new Path[] {file, link, Path.of("/dev/stdout"), Path.of("/dev/null")}) {
      assertThatThrownBy(() -> new ModelFolder(asked, Set.of("model.zip")).refuseToReplace())
          .isInstanceOf(ExportException.class)
          .hasMessage("need a folder to write, found %s, which is none", asked);
    }
    assertThat(file).hasContent("mine");
  }

  @Test
  void write_toALink_replacesWhatItLeadsTo(@TempDir Path folder) throws Exception {
    Path target = folder.resolve("v1");
    place(target).write(draft -> filled(draft, "old"));
    Path link = Files.createSymbolicLink(folder.resolve("champion"), Path.of("v1"));

    place(link).write(draft -> filled(draft, "new"));
    assertThat(link).isSymbolicLink();
    assertThat(target.resolve("model.zip")).hasContent("new");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(link) && !path.equals(target));
  }

  /** It was empty when the export began, and is not the export's to replace. */
  @Test
  void write_whereSomebodyPutsAFileMeanwhile_isRefusedAndLeavesIt(@TempDir Path folder) {
    Path best = folder.resolve("best");
    Path mine = best.resolve("notes.txt");

    assertThatThrownBy(
            () ->
                place(best)
                    .write(
                        draft -> {
                          Files.createDirectory(best);
                          Files.writeString(mine, "mine");
                          return filled(draft, "new");
                        }))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith("need an empty folder or an earlier export, found other files in ");
    assertThat(mine).hasContent("mine");
    assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("best"));
  }

  /** Each has looked at the place before any of them takes it. */
  @Test
  void write_ofSeveralAtOnce_leavesTheWholeFolderOfOne(@TempDir Path folder) throws Exception {
    Path best = folder.resolve("best");
    int several = 4;
    ExecutorService threads = Executors.newFixedThreadPool(several);
    try {
      for (int round = 0; round < 50; round++) {
        CyclicBarrier filled = new CyclicBarrier(several);
        List<Future<ExportedModel>> exports = new ArrayList<>();
        for (int i = 0; i < several; i++) {
          String text = round + " " + i;
          exports.add(
              threads.submit(
                  () ->
                      place(best)
                          .write(
                              draft -> {
                                ExportedModel made = filled(draft, text);
                                meet(filled);
                                return made;
                              })));
        }
        for (Future<ExportedModel> export : exports) {
          assertThat(export.get().directory()).isEqualTo(best);
        }
        assertThat(best.resolve("model.zip"))
            .hasSameTextualContentAs(best.resolve("model.json"))
            .content()
            .startsWith(round + " ");
        assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("best"));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** As any other folder that this process makes: others may have to serve it. */
  @Test
  void write_aFolder_hasTheUsualPermissions(@TempDir Path folder) throws Exception {
    Path usual = Files.createDirectory(folder.resolve("usual"));
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));

    place(folder.resolve("best")).write(draft -> filled(draft, "new"));

    assertThat(Files.getPosixFilePermissions(folder.resolve("best")))
        .isEqualTo(Files.getPosixFilePermissions(usual));
  }

  private static ModelFolder place(Path directory) {
    return new ModelFolder(directory, Set.of("model.zip", "model.json"));
  }

  private static ExportedModel filled(Path draft, String text) throws IOException {
    Files.writeString(draft.resolve("model.zip"), text);
    Files.writeString(draft.resolve("model.json"), text);
    return new ExportedModel("run", draft, 1, List.of(), List.of());
  }

  private static void meet(CyclicBarrier others) throws IOException {
    try {
      others.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IOException(e);
    }
  }
}
