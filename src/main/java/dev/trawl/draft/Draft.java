package dev.trawl.draft;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that its owner alone can read, for files that take their names elsewhere when they are
 * whole.
 *
 * <p>It is deleted when it is closed, or when the process is told to end, while another thread may
 * still be writing there. So these take turns, and after it is deleted nothing makes it again. Safe
 * for use by many threads; one at a time fills it.
 */
public final class Draft implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Draft.class);
  private static final String TOLD_TO_END = "the process told to end";

  private static final Duration LONGEST_LIFE = Duration.ofDays(1);

  /** What follows the prefix of a draft's name: nobody else numbers a folder so high. */
  private static final Pattern RANDOM = Pattern.compile("\\d{12,}");

  /** Ctrl-C is to end the process within 5 s. */
  private static final long LONGEST_WAIT_SECONDS = 3;

  /** Of a deletion, while somebody who had no more time for his turn still writes. */
  private static final int MOST_TRIES = 20;

  private final ReentrantLock turn = new ReentrantLock();
  private final Thread hook = new Thread(this::delete, "trawl-draft");
  private volatile @Nullable Path folder;
  private volatile boolean isUnwanted;

  private Draft() {}

  /** Fills a folder. */
  @FunctionalInterface
  public interface Filling<T, E extends Exception> {
    T fill() throws IOException, E;
  }

  /**
   * Makes one in a folder that is there.
   *
   * @param prefix of its name
   * @throws IOException when it can't be made, or the process was told to end
   */
  public static Draft in(Path parent, String prefix) throws IOException {
    deleteLeft(parent, prefix);
    return make(() -> Files.createTempDirectory(parent, prefix));
  }

  /** Makes one where the machine keeps what is temporary. */
  public static Draft elsewhere(String prefix) throws IOException {
    return make(() -> Files.createTempDirectory(prefix));
  }

  /**
   * Makes one on the same disk as a file that is to come, where there has to be space anyway: in
   * its folder, or in the one that this will be made in.
   *
   * @param target absolute
   */
  public static Draft near(Path target, String prefix) throws IOException {
    Path parent = target.getParent();
    while (parent != null && !Files.isDirectory(parent)) {
      parent = parent.getParent();
    }
    if (parent == null) {
      throw new IllegalArgumentException("need the path of a file, found " + target);
    }
    return in(parent, prefix);
  }

  /** A process that was killed had no time for it. Nobody fills one for so long. */
  private static void deleteLeft(Path parent, String prefix) {
    FileTime longAgo = FileTime.from(Instant.now().minus(LONGEST_LIFE));
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(parent, prefix + "*")) {
      for (Path draft : drafts) {
        boolean isOne =
            RANDOM.matcher(draft.getFileName().toString().substring(prefix.length())).matches()
                && Files.isDirectory(draft, LinkOption.NOFOLLOW_LINKS)
                && Files.isWritable(draft);
        if (isOne && Files.getLastModifiedTime(draft).compareTo(longAgo) < 0) {
          deleteAll(draft);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("old drafts left in folder={}", parent, e);
    }
  }

  /** The process is told first whom to call when it ends: there is no moment without. */
  private static Draft make(Filling<Path, IOException> making) throws IOException {
    Draft draft = new Draft();
    try {
      Runtime.getRuntime().addShutdownHook(draft.hook);
    } catch (IllegalStateException e) {
      throw new IOException(TOLD_TO_END, e);
    }
    try {
      draft.fill(() -> draft.folder = making.fill());
      return draft;
    } catch (IOException e) {
      draft.close();
      throw e;
    }
  }

  public Path folder() {
    return Objects.requireNonNull(folder, "made with the draft");
  }

  public Path resolve(String name) {
    return folder().resolve(name);
  }

  /** Writes there, in turn with the deletion. */
  public <T, E extends Exception> T fill(Filling<T, E> filling) throws IOException, E {
    turn.lock();
    try {
      needWanted();
      return filling.fill();
    } finally {
      turn.unlock();
    }
  }

  /**
   * For whoever fills it, from time to time.
   *
   * @throws IOException when it was deleted, or is about to be
   */
  public void needWanted() throws IOException {
    if (isUnwanted) {
      throw new IOException(TOLD_TO_END);
    }
  }

  /** Deletes it with all that is in it, whether or not it was filled. */
  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is running, and finds nothing to do.
    }
  }

  private void delete() {
    isUnwanted = true;
    boolean isMine = waitForTurn();
    try {
      Path made = folder;
      if (made != null) {
        deleteAll(made);
      }
    } finally {
      if (isMine) {
        turn.unlock();
      }
    }
  }

  private static void deleteAll(Path folder) {
    try {
      for (int tries = 1; Files.exists(folder, LinkOption.NOFOLLOW_LINKS); tries++) {
        delete(folder, tries == MOST_TRIES);
      }
    } catch (IOException e) {
      log.warn("draft left behind folder={} reason={}", folder, e.toString());
    }
  }

  private static void delete(Path folder, boolean isLast) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path); // H2, too, deletes what is its own
      }
    } catch (NoSuchFileException | DirectoryNotEmptyException e) {
      if (isLast) {
        throw e;
      }
    }
  }

  private boolean waitForTurn() {
    try {
      return turn.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
