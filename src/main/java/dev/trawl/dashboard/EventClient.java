package dev.trawl.dashboard;

import dev.trawl.track.Change;
import dev.trawl.track.ChangeFeed;
import dev.trawl.track.StoreException;
import dev.trawl.wire.RecordJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open stream of server-sent events (HTML Living Standard, section 9.2). Events are offered by
 * some threads and written by another.
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
  private final BlockingQueue<LiveEvent> queue = new ArrayBlockingQueue<>(QUEUE);
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
  void offer(LiveEvent event) {
    if (concerns(event) && !dropped) {
      dropped = !queue.offer(event);
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
        LiveEvent event = queue.poll(QUIET_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
          comment("quiet");
          continue;
        }
        for (; event != null && !dropped; event = queue.poll()) {
          write(event);
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
        LiveEvent event = LiveEvent.of(change, json);
        if (position <= to && concerns(event)) {
          write(event);
        }
      }
      out.flush();
      if (changes.isEmpty()) {
        return;
      }
    }
  }

  private boolean concerns(LiveEvent event) {
    return event.isNewTo(seen) && (sweepId == null || sweepId.equals(event.sweepId()));
  }

  private void write(LiveEvent event) throws IOException {
    out.write(event.text().getBytes(StandardCharsets.UTF_8));
  }

  private void comment(String text) throws IOException {
    out.write((": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
