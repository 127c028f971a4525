package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.NewRun;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep as CSV and JSON lines. */
final class RunFilesTest {
  private static Serving serving;
  private static Sweep sweep;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder).start();
    sweep = serving.recording.digits();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static List<Map<String, String>> csv(String path) throws IOException {
    HttpResponse<String> response = serving.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(response.body())) {
      return rows.readAll();
    }
  }

  private static String path(Sweep sweep, String file) {
    return "/api/v1/sweeps/" + sweep.id() + "/" + file;
  }

  @Test
  void csv_sweep_hasARowARunAsRecorded() throws IOException {
    HttpResponse<String> response = serving.get(path(sweep, "runs.csv"));
    List<Map<String, String>> rows = csv(path(sweep, "runs.csv"));

    assertThat(response.headers().firstValue("Content-Type"))
        .contains("text/csv; charset=utf-8; header=present");
    assertThat(response.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"digits-runs.csv\"");
    assertThat(rows).hasSize(11);
    for (Run run : serving.store.runs(sweep.id(), RunQuery.ALL)) {
      Map<String, String> row = rows.get(run.number() - 1);
      assertThat(row.get("run_id")).isEqualTo(run.id());
      assertThat(row.get("status")).isEqualTo(run.status().name());
      assertThat(row.get("params.learning_rate"))
          .isEqualTo(String.valueOf(run.parameters().get("learning_rate")));
      assertThat(row.get("params.filters")).matches("\\[(16,32|32,64)]");
      assertThat(row.get("seconds")).isEqualTo(String.valueOf(run.timing().seconds()));
      run.metrics()
          .forEach((key, value) -> assertThat(row.get("metrics." + key)).isEqualTo("" + value));
    }
    assertThat(rows.get(9))
        .containsEntry("metrics.train_loss", "NaN")
        .containsEntry("metrics.val_loss", "Infinity")
        .containsEntry("metrics.test_accuracy", "")
        .containsEntry("reason", "diverged");
  }

  @Test
  void csv_history_hasARowForEachRunAndEpoch() throws IOException {
    List<Map<String, String>> rows = csv(path(sweep, "runs.csv?history=true&filter=number%3C=2"));

    assertThat(rows)
        .extracting(row -> row.get("number") + "/" + row.get("epoch"))
        .containsExactly("1/1", "1/2", "1/3", "2/1", "2/2", "2/3");
    assertThat(rows.get(0).keySet())
        .contains("run_id", "recorded_at", "metrics.val_accuracy", "metrics.test_loss");
    Run first = serving.store.runs(sweep.id(), RunQuery.ALL.withLimit(1)).get(0);
    assertThat(rows.get(2).get("metrics.val_accuracy"))
        .isEqualTo("" + first.metrics().get("val_accuracy"));
    assertThat(rows.get(2).get("metrics.test_accuracy"))
        .isEqualTo("" + first.metrics().get("test_accuracy"));
    assertThat(rows.get(0).get("metrics.test_accuracy")).isEmpty();
  }

  @Test
  void jsonLines_sweep_areTheRecordsOfTheApi() throws IOException {
    HttpResponse<String> response =
        serving.get(path(sweep, "runs.jsonl?sort=-number&filter=status='FINISHED'"));
    List<JsonNode> records = new ArrayList<>();
    for (String line : response.body().lines().toList()) {
      records.add(new ObjectMapper().readTree(line));
    }

    assertThat(response.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    assertThat(records)
        .containsExactlyElementsOf(
            serving.json(path(sweep, "runs?sort=-number&filter=status='FINISHED'")));
    assertThat(serving.get(path(sweep, "runs.jsonl?history=true&filter=number=10")).body())
        .containsOnlyOnce("\n")
        .contains("\"number\":10,\"epoch\":1,", "\"train_loss\":\"NaN\"");
  }

  @Test
  void csv_textsThatSpreadsheetsOrParsersMistake_areHarmlessAndComeBack() throws IOException {
    Sweep other = serving.store.createSweep(Recording.newSweep(), serving.recording.owner);
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("formula", "=HYPERLINK(\"http://x\")");
    parameters.put("at", "@SUM(1)");
    parameters.put("negative", "-1.5e3");
    parameters.put("minus", "-1+2");
    parameters.put("number", -2L);
    parameters.put("empty", "");
    parameters.put("comma, \"quoted\"", "a,\"b\"\r\nc");
    Run run =
        serving.store.createRun(new NewRun(other.id(), 1, 1, parameters, 1, Map.of("a", "b")));
    serving.store.tagRun(run.id(), "note", "zwei\nZeilen ä");

    String text = serving.get(path(other, "runs.csv")).body();
    Map<String, String> row = csv(path(other, "runs.csv")).get(0);

    assertThat(row)
        .containsEntry("params.formula", "'=HYPERLINK(\"http://x\")")
        .containsEntry("params.at", "'@SUM(1)")
        .containsEntry("params.negative", "-1.5e3")
        .containsEntry("params.minus", "'-1+2")
        .containsEntry("params.number", "-2")
        .containsEntry("params.comma, \"quoted\"", "a,\"b\"\r\nc")
        .containsEntry("tags.note", "zwei\nZeilen ä");
    assertThat(text)
        .endsWith("\r\n")
        .contains(",\"a,\"\"b\"\"\r\nc\",")
        .contains(",-2,\"\",\"a,")
        .contains(",\"params.comma, \"\"quoted\"\"\",");
  }

  @Test
  void csv_moreRunsThanAPiece_hasThemAllOnce() throws IOException {
    Sweep many = serving.store.createSweep(Recording.newSweep(), serving.recording.owner);
    serving.store.importRuns(
        many.id(),
        IntStream.rangeClosed(1, 1203)
            .mapToObj(
                number ->
                    new ImportedRun(
                        new NewRun(many.id(), number, 1, Map.of("x", (long) number), 1, Map.of()),
                        Serving.NOON,
                        List.of(),
                        new RunEnd(RunStatus.FAILED, "x", 0, null)))
            .toList());

    assertThat(csv(path(many, "runs.csv?sort=-params.x")))
        .extracting(row -> Integer.parseInt(row.get("number")))
        .isEqualTo(IntStream.rangeClosed(1, 1203).mapToObj(i -> 1204 - i).toList());
    assertThat(csv(path(many, "runs.csv?limit=7"))).hasSize(7);
    assertThat(csv(path(many, "runs.csv?filter=number%3E2000"))).isEmpty();
  }
}
