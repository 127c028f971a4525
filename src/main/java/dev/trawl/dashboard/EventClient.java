package dev.trawl.dashboard;

import dev.trawl.track.Change;
import dev.trawl.track.ChangeFeed;
import dev.trawl.track.StoreException;
import dev.trawl.wire.RecordJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open stream of server-sent events (HTML Living Standard, section 9.2). Changes are offered by
 * one thread and written by another.
 */
final class EventClient {
  private static final Logger LOGGER = LoggerFactory.getLogger(EventClient.class);

  /** How many events a client may be behind. */
  static final int QUEUE = 1000;

  private static final int QUIET_SECONDS = 10;

  private final OutputStream out;
  private final RecordJson json;
  private final @Nullable String sweepId;
  private final long seen;
  private final BlockingQueue<Change> queue = new ArrayBlockingQueue<>(QUEUE);
  private volatile boolean dropped;

  /**
   * @param sweepId null takes the changes of all sweeps
   * @param seen the sequence number of the last change that the client knows
   */
  EventClient(OutputStream out, RecordJson json, @Nullable String sweepId, long seen) {
    this.out = out;
    this.json = json;
    this.sweepId = sweepId;
    this.seen = seen;
  }

  /** Never blocks: a client that is too far behind gets no more, and its stream ends. */
  void offer(Change change) {
    if (concerns(change) && !dropped) {
      dropped = !queue.offer(change);
    }
  }

  /**
   * Writes until the client is gone, dropped or this thread interrupted: first what the store has
   * that the client does not know, up to the change {@code position}, then what is offered.
   */
  void write(ChangeFeed store, long position) {
    try {
      comment("connected");
      catchUp(store, position);
      while (!dropped) {
        Change change = queue.poll(QUIET_SECONDS, TimeUnit.SECONDS);
        if (change == null) {
          comment("quiet");
          continue;
        }
        for (; change != null && !dropped; change = queue.poll()) {
          event(change);
        }
        out.flush();
      }
      LOGGER.warn("live client dropped, more than {} events behind", QUEUE);
    } catch (IOException e) {
      LOGGER.debug("live client gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreException e) {
      LOGGER.warn("live client could not catch up", e);
    }
  }

  private void catchUp(ChangeFeed store, long to) throws IOException {
    long position = seen;
    while (position < to) {
      List<Change> changes = store.changes(position, LiveEvents.PAGE);
      for (Change change : changes) {
        position = change.sequence();
        if (position <= to && concerns(change)) {
          event(change);
        }
      }
      out.flush();
      if (changes.isEmpty()) {
        return;
      }
    }
  }

  private boolean concerns(Change change) {
    return change.sequence() > seen && (sweepId == null || sweepId.equals(change.sweepId()));
  }

  private void event(Change change) throws IOException {
    String kind = change.kind().name().toLowerCase(Locale.ROOT);
    String text =
        "id: %d\nevent: %s\ndata: %s\n\n"
            .formatted(change.sequence(), kind, json.write(json.change(change)));
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void comment(String text) throws IOException {
    out.write((": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
