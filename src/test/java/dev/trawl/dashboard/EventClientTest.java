package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.track.Change;
import dev.trawl.track.RunStore;
import dev.trawl.wire.RecordJson;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class EventClientTest {

  private static LiveEvent change(long sequence) {
    return LiveEvent.of(new Change(sequence, Change.Kind.SWEEP, "s", null), new RecordJson());
  }

  private static LiveEvent export(String sweepId) {
    RunExport.Wish wish = new RunExport.Wish(List.of("onnx"), 0.5, false);
    return LiveEvent.of(ExportJob.queued("e", "r", sweepId, wish), new RecordJson());
  }

  /** The reader takes nothing until the offering is done, and the pipe holds only a few events. */
  @Test
  void offer_toAClientThatDoesNotRead_neverBlocksAndDropsIt(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (RunStore store = H2RunStore.open(Serving.url(folder), new FakeClock(Serving.NOON));
        PipedInputStream in = new PipedInputStream(512);
        PipedOutputStream out = new PipedOutputStream(in)) {
      EventClient client = new EventClient(out, new RecordJson(), null, 0);
      Thread writer = new Thread(() -> client.write(store, 0));
      writer.start();

      for (int i = 1; i <= 2 * EventClient.QUEUE; i++) {
        client.offer(change(i));
      }
      String text = readUntilEnded(in, writer);

      assertThat(text).startsWith(": connected\n\n");
      assertThat(text).doesNotContain("id: %d\n".formatted(2 * EventClient.QUEUE));
    }
  }

  private static String readUntilEnded(PipedInputStream in, Thread writer)
      throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    while (writer.isAlive() || in.available() > 0) {
      text.append(new String(in.readNBytes(in.available()), StandardCharsets.UTF_8));
      writer.join(1);
    }
    return text.toString();
  }

  @Test
  void offer_whatTheClientKnows_isLeftOut(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (RunStore store = H2RunStore.open(Serving.url(folder), new FakeClock(Serving.NOON));
        PipedInputStream in = new PipedInputStream(4096);
        PipedOutputStream out = new PipedOutputStream(in)) {
      EventClient client = new EventClient(out, new RecordJson(), null, 7);
      client.offer(change(7));
      client.offer(change(8));
      Thread writer = new Thread(() -> client.write(store, 7));
      writer.start();

      byte[] head = in.readNBytes(": connected\n\nid: 8".length());
      writer.interrupt();
      writer.join();

      assertThat(new String(head, StandardCharsets.UTF_8)).isEqualTo(": connected\n\nid: 8");
    }
  }

  /** It has no id: whoever comes back asks for what followed the last change. */
  @Test
  void offer_anExport_isWrittenToWhoeverFollowsItsSweep(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (RunStore store = H2RunStore.open(Serving.url(folder), new FakeClock(Serving.NOON));
        PipedInputStream in = new PipedInputStream(4096);
        PipedOutputStream out = new PipedOutputStream(in)) {
      EventClient client = new EventClient(out, new RecordJson(), "mine", 7);
      client.offer(export("other"));
      client.offer(export("mine"));
      Thread writer = new Thread(() -> client.write(store, 7));
      writer.start();

      String needed = ": connected\n\nevent: export\ndata: {\"export_id\":\"e\",";
      byte[] head = in.readNBytes(needed.length());
      writer.interrupt();
      writer.join();

      assertThat(new String(head, StandardCharsets.UTF_8)).isEqualTo(needed);
    }
  }
}
