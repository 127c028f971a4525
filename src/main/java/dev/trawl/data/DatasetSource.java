package dev.trawl.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A place that a dataset's files can be fetched from. What it gives is checked by the caller. */
interface DatasetSource {

  /** Where that is, for people. */
  String title();

  /**
   * Fetches the files and nothing else that outlives the call.
   *
   * @param work an empty folder; nothing is written outside it
   * @return the folder, {@code work} or below it, in which each file stands under its name, or that
   *     and {@code .gz}
   * @throws InterruptedException when the thread is interrupted; nothing goes on in the background
   */
  Path fetch(List<String> fileNames, Path work) throws IOException, InterruptedException;
}
