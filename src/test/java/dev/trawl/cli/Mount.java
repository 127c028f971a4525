package dev.trawl.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system of a test's own on Linux, which takes root to make: without, the test is left out.
 */
record Mount(Path at) {
  /** An empty disk of 16 MiB. */
  static Mount smallDisk(Path at) throws IOException, InterruptedException {
    return mounted(
        at, run("mount", "-t", "tmpfs", "-o", "size=16m,mode=700", "tmpfs", at.toString()));
  }

  /** A folder that can't be written to, with what is in another. */
  static Mount readOnly(Path folder, Path at) throws IOException, InterruptedException {
    return mounted(
        at,
        run("mount", "--bind", folder.toString(), at.toString())
            && run("mount", "-o", "remount,ro,bind", at.toString()));
  }

  private static Mount mounted(Path at, boolean isMounted) {
    assumeTrue(isMounted, "need root to mount");
    return new Mount(at);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  void unmount() throws IOException, InterruptedException {
    run("umount", "-l", at.toString());
  }
}
