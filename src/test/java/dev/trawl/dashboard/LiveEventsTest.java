package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.ChangedDatabase;
import dev.trawl.track.Change;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.NewRun;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LiveEventsTest {
  /** Events, of about 150 bytes; Linux holds at most 4 MB for who sends. */
  private static final int MORE_THAN_SOCKETS_HOLD = 32_000;

  private static Serving serving;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder).start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  /** Else the server would tell later tests that these sweeps' owner is dead. */
  @AfterEach
  void endSweeps() {
    for (Sweep sweep : serving.store.sweeps()) {
      if (sweep.status() == SweepStatus.RUNNING) {
        serving.store.endSweep(sweep.id(), SweepStatus.STOPPED, "");
      }
    }
  }

  /** One event as a browser would parse it. */
  private record Event(long id, String kind, String data) {}

  /** An open stream, read by the test's own thread. */
  private static final class Stream implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader reader;

    Stream(String path, String... headers) throws IOException, InterruptedException {
      this(serving, path, headers);
    }

    Stream(Serving serving, String path, String... headers)
        throws IOException, InterruptedException {
      HttpRequest.Builder request = HttpRequest.newBuilder(serving.uri(path));
      if (headers.length > 0) {
        request.headers(headers);
      }
      HttpResponse<InputStream> response =
          serving.client.send(request.build(), BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      body = response.body();
      reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      assertThat(reader.readLine()).isEqualTo(": connected");
    }

    Event next() throws IOException {
      long id = -1;
      String kind = "";
      String data = "";
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("id: ")) {
          id = Long.parseLong(line.substring(4));
        } else if (line.startsWith("event: ")) {
          kind = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && id >= 0) {
          return new Event(id, kind, data);
        }
      }
      throw new AssertionError("the stream ended");
    }

    List<Event> next(int count) throws IOException {
      List<Event> events = new ArrayList<>();
      while (events.size() < count) {
        events.add(next());
      }
      return events;
    }

    boolean hasEnded() throws IOException {
      String line = reader.readLine();
      while (line != null) {
        line = reader.readLine();
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  @Test
  void events_recordedThroughAnotherConnection_arriveInOrder() throws Exception {
    long before = serving.store.sequence();
    try (RunStore other = H2RunStore.open(serving.url, serving.clock);
        Stream stream = new Stream("/api/v1/events")) {
      Recording recording = new Recording(other, serving.clock);
      Sweep sweep = other.createSweep(Recording.newSweep(), recording.owner);
      Run run = recording.begin(sweep, 1, 0.001);
      recording.epoch(run, 1, 0.02, true);

      List<Change> recorded = other.changes(before, 100);
      List<Event> events = stream.next(recorded.size());

      assertThat(events)
          .extracting(Event::id)
          .containsExactlyElementsOf(recorded.stream().map(Change::sequence).toList());
      assertThat(events).extracting(Event::kind).contains("sweep", "run", "epoch");
      assertThat(events.get(0).data())
          .isEqualTo(
              "{\"sequence\":%d,\"kind\":\"sweep\",\"sweep_id\":\"%s\",\"run_id\":null}"
                  .formatted(recorded.get(0).sequence(), sweep.id()));
    }
  }

  @Test
  void events_withLastEventId_goOnAfterIt() throws Exception {
    long before = serving.store.sequence();
    String best = String.valueOf(serving.recording.digits().bestRunId());
    List<Change> recorded = serving.store.changes(before, 1000);
    long seen = recorded.get(recorded.size() - 4).sequence();

    try (Stream byHeader =
            new Stream("/api/v1/events?after=0", "Last-Event-ID", String.valueOf(seen));
        Stream byQuery = new Stream("/api/v1/events?after=" + seen)) {
      List<Long> missed =
          recorded.stream().map(Change::sequence).filter(number -> number > seen).toList();

      assertThat(byHeader.next(3)).extracting(Event::id).containsExactlyElementsOf(missed);
      assertThat(byQuery.next(3)).extracting(Event::id).containsExactlyElementsOf(missed);

      serving.store.tagRun(best, "note", "new");
      assertThat(byHeader.next().id()).isGreaterThan(missed.get(2));
      assertThat(byQuery.next().id()).isGreaterThan(missed.get(2));
    }
  }

  @Test
  void events_withoutLastEventId_beginNow() throws Exception {
    Sweep sweep = serving.recording.digits();
    long before = serving.store.sequence();

    try (Stream stream = new Stream("/api/v1/events")) {
      serving.store.tagRun(String.valueOf(sweep.bestRunId()), "note", "new");

      assertThat(stream.next().id()).isEqualTo(before + 1);
    }
  }

  @Test
  void events_ofASweep_areOnlyThatSweeps() throws Exception {
    Sweep first = serving.store.createSweep(Recording.newSweep(), serving.recording.owner);
    Sweep second = serving.store.createSweep(Recording.newSweep(), serving.recording.owner);

    try (Stream stream = new Stream("/api/v1/sweeps/" + first.id() + "/events")) {
      serving.recording.begin(second, 1, 0.001);
      Run run = serving.recording.begin(first, 1, 0.001);

      assertThat(stream.next().data()).contains(first.id()).contains(run.id());
    }
  }

  @Test
  void events_longHistory_isReadInPages() throws Exception {
    long before = serving.store.sequence();
    Sweep sweep = serving.store.createSweep(Recording.newSweep(), serving.recording.owner);
    Run run = serving.recording.begin(sweep, 1, 0.001);
    for (int i = 0; i < LiveEvents.PAGE + 20; i++) {
      serving.store.tagRun(run.id(), "note", "" + i);
    }
    List<Long> recorded =
        serving.store.changes(before, Integer.MAX_VALUE).stream().map(Change::sequence).toList();

    try (Stream stream = new Stream("/api/v1/events?after=" + before)) {
      assertThat(stream.next(recorded.size()))
          .extracting(Event::id)
          .containsExactlyElementsOf(recorded);
    }
  }

  /** A client that never reads fills its socket, then its queue; the others hear everything. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void events_clientThatNeverReads_delaysNobodyAndIsDropped(@TempDir Path folder) throws Exception {
    try (Serving other = new Serving(folder).start()) {
      Sweep sweep = other.store.createSweep(Recording.newSweep(), other.recording.owner);
      importRuns(other.store, sweep, 1, 1);
      repeatLastChange(folder.resolve("trawl"), MORE_THAN_SOCKETS_HOLD);
      try (Socket silent = silentClient(other.port());
          Stream stream = new Stream(other, "/api/v1/events")) {
        long last = other.store.sequence();
        for (int heard = 0; heard <= EventClient.QUEUE; heard += LiveEvents.PAGE) {
          importRuns(other.store, sweep, heard + 2, LiveEvents.PAGE);

          List<Event> events = stream.next(LiveEvents.PAGE);

          last += LiveEvents.PAGE;
          assertThat(events.get(LiveEvents.PAGE - 1).id()).isEqualTo(last);
        }
        byte[] rest = silent.getInputStream().readAllBytes(); // ends, for it is dropped
        assertThat(new String(rest, StandardCharsets.UTF_8)).doesNotContain("id: " + last + "\n");
      }
    }
  }

  /** Far sooner than so many runs are recorded. */
  private static void repeatLastChange(Path database, int times) {
    ChangedDatabase.change(
        database,
        """
        INSERT INTO change SELECT c.sequence + x, c.kind, c.sweep_id, c.run_id, RANDOM_UUID()
        FROM change c CROSS JOIN SYSTEM_RANGE(1, %d)
        WHERE c.sequence = (SELECT sequence FROM change_counter)
        """
            .formatted(times));
    ChangedDatabase.change(database, "UPDATE change_counter SET sequence = sequence + " + times);
  }

  /** One change each. */
  private static void importRuns(RunStore store, Sweep sweep, int first, int count) {
    store.importRuns(
        sweep.id(),
        IntStream.range(first, first + count)
            .mapToObj(
                number ->
                    new ImportedRun(
                        new NewRun(sweep.id(), number, 1, Map.of(), 1, Map.of()),
                        Serving.NOON,
                        List.of(),
                        new RunEnd(RunStatus.FAILED, "x", 0, null)))
            .toList());
  }

  /** One that asks for all events, and reads no more than that the answer has begun. */
  private static Socket silentClient(int port) throws IOException {
    Socket silent = new Socket(InetAddress.getLoopbackAddress(), port);
    silent
        .getOutputStream()
        .write(
            """
            GET /api/v1/events?after=0 HTTP/1.1\r
            Host: localhost:%d\r
            Connection: close\r
            \r
            """
                .formatted(port)
                .getBytes(StandardCharsets.UTF_8));
    assertThat(silent.getInputStream().read()).isEqualTo('H');
    return silent;
  }

  /** Sooner than a write to them would tell. */
  @Test
  void openPages_clientThatLeft_isCountedNoLonger(@TempDir Path folder) throws Exception {
    try (Serving other = new Serving(folder).start();
        Socket stays = silentClient(other.port())) {
      Socket left = silentClient(other.port());
      assertThat(other.openPages()).isEqualTo(2);
      left.close();

      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
      while (other.openPages() != 1) {
        assertThat(System.nanoTime()).as("the time to notice it").isLessThan(deadline);
        Thread.sleep(20);
      }
      assertThat(stays.isConnected()).isTrue();
    }
  }

  @Test
  void close_withOpenStreams_endsThem(@TempDir Path folder) throws Exception {
    Serving other = new Serving(folder).start();
    try (Stream stream = new Stream(other, "/api/v1/events")) {
      other.close();

      assertThat(stream.hasEnded()).isTrue();
    }
  }
}
