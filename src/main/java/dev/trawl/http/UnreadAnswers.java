package dev.trawl.http;

import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/**
 * Sends answers that keep no thread waiting for their clients. Each takes its bytes of the heap
 * until its client has read enough, and there may be any number of clients. So when all of them
 * hold too many bytes, those that have waited longest lose their connection: who reads is never
 * among them for long. Safe for use by many threads.
 */
public final class UnreadAnswers {
  private final long mostBytes;
  private final Map<EndPoint, Integer> waiting = new LinkedHashMap<>(); // oldest first; guarded
  private long bytes; // of all that wait; guarded by waiting
  private long closed; // connections; guarded by waiting

  /**
   * @param mostBytes of all answers that wait
   */
  public UnreadAnswers(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** An eighth of the heap. */
  public static UnreadAnswers ofHeap() {
    return new UnreadAnswers(Runtime.getRuntime().maxMemory() / 8);
  }

  /** How many bytes wait for their clients. */
  public long bytes() {
    synchronized (waiting) {
      return bytes;
    }
  }

  /** How many connections were closed so far because too much waited. */
  public long closed() {
    synchronized (waiting) {
      return closed;
    }
  }

  /**
   * Sends the whole answer to a request, whose headers are set.
   *
   * @return completes when it is written, or its client has left or lost its connection; when it
   *     isn't yet, the request must be asynchronous until then
   */
  public CompletableFuture<Void> send(Context ctx, byte[] answer) {
    EndPoint connection = ConnectionWatch.connection(ctx);
    CompletableFuture<Void> written = new CompletableFuture<>();
    Runnable end =
        () -> {
          remove(connection);
          written.complete(null);
        };
    List<EndPoint> oldest = add(connection, answer.length);
    HttpOutput output = ServletContextRequest.getServletContextRequest(ctx.req()).getHttpOutput();
    output.sendContent(ByteBuffer.wrap(answer), Callback.from(end, gone -> end.run()));
    oldest.forEach(EndPoint::close);
    return written;
  }

  /** Returns whose connections are to be closed for it: the oldest, but for itself. */
  private List<EndPoint> add(EndPoint connection, int length) {
    List<EndPoint> oldest = new ArrayList<>();
    synchronized (waiting) {
      bytes += length;
      Iterator<Map.Entry<EndPoint, Integer>> all = waiting.entrySet().iterator();
      while (bytes > mostBytes && all.hasNext()) {
        Map.Entry<EndPoint, Integer> first = all.next();
        bytes -= first.getValue();
        oldest.add(first.getKey());
        all.remove();
        closed++;
      }
      waiting.put(connection, length);
    }
    return oldest;
  }

  private void remove(EndPoint connection) {
    synchronized (waiting) {
      Integer length = waiting.remove(connection);
      bytes -= length == null ? 0 : length;
    }
  }
}
