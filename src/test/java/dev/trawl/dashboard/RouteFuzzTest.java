package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.NewSweep;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route of the table, asked thousands of odd things: each answer is one of its contract. */
final class RouteFuzzTest {
  private static final int REQUESTS_A_ROUTE = Integer.getInteger("trawl.test.requests", 50);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long seed = Long.getLong("fuzz.seed", 28);

  @Test
  void anyRequest_toAnyRoute_isAnsweredInTheContract(@TempDir Path folder) throws IOException {
    try (Serving serving = new Serving(folder)) {
      Sweep sweep = serving.recording.digits();
      serving.start(
          new RecordingLauncher(serving),
          StepByStepExport.free(folder.resolve("exports")),
          "/no-web-app");
      List<String> ids = new ArrayList<>(List.of("digits", sweep.id(), sweep.id().substring(0, 6)));
      serving.store.runs(sweep.id(), RunQuery.ALL).forEach(run -> ids.add(run.id()));
      ids.add("1");
      OddRequests requests = new OddRequests(new Random(seed), ids);
      Map<Integer, Integer> statuses = new TreeMap<>();
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < REQUESTS_A_ROUTE; i++) {
        for (Route route : serving.routes()) {
          byte[] request = requests.next(route, serving.port());
          try {
            statuses.merge(check(serving, request), 1, Integer::sum);
          } catch (AssertionError e) {
            wrong.add(String.valueOf(e.getMessage()));
          }
        }
        serving.store.undeleteSweep(sweep.id());
      }
      assertThat(wrong).as("%d wrong answers", wrong.size()).isEmpty();
      System.out.println("answers by status: " + statuses);
      assertThat(statuses.keySet()).as("%s", statuses).contains(200, 400, 404).doesNotContain(500);
      assertThat(serving.json("/api/v1/sweeps")).isNotEmpty();
      assertThat(serving.post("/api/v1/check", "application/yaml", Recording.YAML).statusCode())
          .isEqualTo(200);
    }
  }

  private int check(Serving serving, byte[] request) throws IOException {
    String what =
        new String(request, 0, Math.min(600, request.length), StandardCharsets.ISO_8859_1);
    String named = "seed %d, request %s".formatted(seed, what);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), serving.port())) {
      socket.setSoTimeout(60_000);
      try {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // Refused before it was all sent.
      }
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String head = head(in);
      while (head.startsWith("HTTP/1.1 100")) {
        head = head(in);
      }
      assertThat(head).as(named).startsWith("HTTP/1.1 ");
      int status = Integer.parseInt(head.substring(9, 12));
      if (status >= 400 && !what.startsWith("HEAD")) {
        assertThat(head.toLowerCase(Locale.ROOT))
            .as(named)
            .contains("content-type: application/problem+json");
        JsonNode problem = JSON.readTree(body(head, in));
        List<String> fields = new ArrayList<>();
        problem.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).as(named).containsExactly("title", "status", "detail", "problems");
        assertThat(problem.get("status").asInt()).as(named).isEqualTo(status);
      }
      assertThat(status).as(named + "\n" + head).isNotIn(500, 502, 504);
      return status;
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int read = in.read(); read >= 0; read = in.read()) {
      head.write(read);
      if (head.size() >= 4 && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] body(String head, InputStream in) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    byte[] sent;
    if (lower.contains("content-length: ")) {
      sent = sized(lower, in);
    } else {
      sent = lower.contains("transfer-encoding: chunked") ? chunked(in) : in.readAllBytes();
    }
    return lower.contains("content-encoding: gzip")
        ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes()
        : sent;
  }

  private static byte[] sized(String head, InputStream in) throws IOException {
    return in.readNBytes(Integer.parseInt(head.split("content-length: ", 2)[1].split("\r", 2)[0]));
  }

  private static byte[] chunked(InputStream in) throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      sent.write(in.readNBytes(size));
      in.skipNBytes(2);
    }
    return sent.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    StringBuilder digits = new StringBuilder();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      digits.append((char) read);
    }
    return Integer.parseInt(digits.toString().strip(), 16);
  }

  private record RecordingLauncher(Serving serving) implements SweepLauncher {
    @Override
    public Sweep start(SweepSource source, SweepSpec spec) {
      return serving.store.createSweep(
          NewSweep.of(source, spec, Recording.DIGITS, spec.search().runCap()),
          serving.recording.owner);
    }

    @Override
    public Sweep resume(Sweep sweep, SweepSpec spec) {
      return serving.store.claimSweep(
          sweep.id(), new Recording(serving.store, serving.clock).owner);
    }
  }
}
