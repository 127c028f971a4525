package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * What a program records comes out the same of the store, the command line's JSON, JSONL, CSV and
 * tables, filters and REST; or is refused. The page reads REST's answer to fixed values, a golden
 * file, in web/src/api/values.test.ts. Remade with {@code -Dgolden.update=true}.
 */
final class ValuesEveryWayTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/values");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

  /** In a filter, with quotes or without. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?");

  @Provide
  Arbitrary<List<Map<String, Object>>> runs() {
    return OddValues.runs();
  }

  @Property(tries = 25)
  void values_recorded_comeOutTheSameEveryWay(@ForAll("runs") List<Map<String, Object>> runs)
      throws Exception {
    try (RecordedValues place = new RecordedValues()) {
      for (Map<String, Object> parameters : runs) {
        if (OddValues.isRecordable(parameters)) {
          place.record(parameters);
        } else {
          assertThatThrownBy(() -> place.sweep.begin(parameters))
              .isInstanceOf(IllegalArgumentException.class);
        }
      }
      checkEveryWay(place);
    }
  }

  private static void checkEveryWay(RecordedValues place) throws IOException {
    List<Run> stored = place.store.runs(place.sweep.id(), RunQuery.ALL);
    assertThat(stored).extracting(Run::parameters).isEqualTo(place.recorded);
    checkJson(JSON.readTree(place.trawl("--json")), place);
    checkJson(JSON.readTree(place.rest()), place);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : place.trawl("--format", "jsonl").split("\n", -1)) {
      if (!line.isEmpty()) {
        lines.add(JSON.readTree(line));
      }
    }
    checkJson(JSON.createArrayNode().addAll(lines), place);
    checkCsv(place.trawl("--format", "csv"), place);
    String table = place.trawl();
    assertThat(table.lines()).hasSize(stored.isEmpty() ? 0 : stored.size() + 1);
    assertThat(table).doesNotContainPattern("[\\p{Cntrl}\u007f-\u009f\u202a-\u202e&&[^\n]]");
    checkFilters(place);
  }

  private static void checkJson(JsonNode runs, RecordedValues place) {
    assertThat(runs).hasSize(place.recorded.size());
    for (int i = 0; i < runs.size(); i++) {
      Map<String, Object> expected = place.recorded.get(i);
      assertThat(JSON.convertValue(runs.get(i).get("parameters"), VALUES)).isEqualTo(expected);
      assertThat(runs.get(i).at("/metrics/val_accuracy").textValue()).isEqualTo("NaN");
      JsonNode metrics = runs.get(i).get("metrics");
      RecordedValues.metrics(expected)
          .forEach(
              (name, value) ->
                  assertThat(Double.valueOf(metrics.get(name).asText())).isEqualTo(value));
    }
  }

  private static void checkCsv(String csv, RecordedValues place) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    CsvMapper.builder()
        .enable(CsvParser.Feature.WRAP_AS_ARRAY)
        .build()
        .readerForListOf(String.class)
        .<List<String>>readValues(csv)
        .forEachRemaining(rows::add);
    List<String> header = rows.get(0);
    assertThat(rows).hasSize(place.recorded.size() + 1);
    for (int i = 0; i < place.recorded.size(); i++) {
      for (Map.Entry<String, Object> entry : place.recorded.get(i).entrySet()) {
        String cell = rows.get(i + 1).get(header.indexOf("params." + entry.getKey()));
        String text =
            entry.getValue() instanceof String string
                ? string
                : JSON.writeValueAsString(entry.getValue());
        assertThat(cell).isIn(text, "'" + text);
      }
    }
  }

  /** Equality with each value finds the runs that have it. */
  private static void checkFilters(RecordedValues place) throws IOException {
    for (Map<String, Object> parameters : place.recorded) {
      for (Map.Entry<String, Object> entry : parameters.entrySet()) {
        Object value = entry.getValue();
        String text = value instanceof String string ? string : JSON.writeValueAsString(value);
        String literal = value instanceof Number ? text : "'" + text.replace("'", "''") + "'";
        String filter = new RunKey.ParameterKey(entry.getKey()).text() + " = " + literal;
        List<Integer> expected =
            IntStream.range(0, place.recorded.size())
                .filter(i -> isMeant(value, text, place.recorded.get(i).get(entry.getKey())))
                .mapToObj(i -> i + 1)
                .toList();
        assertThat(found(place, filter)).as(filter).isEqualTo(expected);
      }
    }
  }

  private static List<Integer> found(RecordedValues place, String filter) {
    try {
      RunQuery query = RunQuery.ALL.withFilter(RunFilter.parse(filter, "filter"));
      return place.store.runs(place.sweep.id(), query).stream().map(Run::number).toList();
    } catch (InvalidFilterException e) {
      throw new AssertionError(filter, e);
    }
  }

  /**
   * Numbers mean numbers, longs with all digits; texts mean texts, what has them as JSON, and the
   * numbers that they say.
   */
  private static boolean isMeant(Object wanted, String text, @Nullable Object value) {
    if (value == null) {
      return false;
    }
    if (value instanceof Number && NUMBER.matcher(text).matches()) {
      return value instanceof Long whole
          ? new BigDecimal(text).compareTo(BigDecimal.valueOf(whole)) == 0
          : value instanceof Double real && real == Double.parseDouble(text);
    }
    if (wanted instanceof Number) {
      return false;
    }
    try {
      return value.equals(text) || JSON.writeValueAsString(value).equals(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Example
  void values_fixed_comeOutTheSameAndAreAnsweredAsThePageExpects() throws Exception {
    try (RecordedValues place = new RecordedValues()) {
      OddValues.fixed().forEach(place::record);
      checkEveryWay(place);
      golden(
          "runs",
          place
              .rest()
              .replaceAll("\"(run_id|sweep_id)\":\"[0-9a-f]{32}\"", "\"$1\":\"0\"")
              .replaceAll("\"(created_at|started_at|ended_at)\":\"[^\"]*\"", "\"$1\":\"\"")
              .replaceAll("\"seconds\":[0-9.E-]+", "\"seconds\":0")
              .replaceAll("\"environment\":\\{[^}]*\\}", "\"environment\":{}")
              .replace("},{\"run_id\"", "},\n{\"run_id\""));
      List<Map<String, Object>> expected = new ArrayList<>();
      for (Map<String, Object> parameters : place.recorded) {
        Map<String, Object> encoded = new LinkedHashMap<>();
        parameters.forEach((name, value) -> encoded.put(name, encoded(value)));
        expected.add(encoded);
      }
      golden(
          "columns",
          place
              .rest("columns?fields=parameters&digits=1")
              .replaceAll("\"sweep_id\":\"[0-9a-f]{32}\"", "\"sweep_id\":\"0\"")
              .replace("],\"", "],\n\"")
              .replace("},\"", "},\n\""));
      golden("expected", JSON.writeValueAsString(expected).replace("},{", "},\n{"));
    }
  }

  /** As the page's test has it: numbers by their bits, longs that no double is by their digits. */
  private static Object encoded(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ValuesEveryWayTest::encoded).collect(Collectors.toList());
    }
    if (value instanceof Long whole && Math.abs((double) whole) >= 0x1p53) {
      return "whole " + whole;
    }
    if (value instanceof Number number) {
      return "number %016x".formatted(Double.doubleToRawLongBits(number.doubleValue()));
    }
    return (value instanceof String ? "text " : "truth ") + value;
  }

  private static void golden(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(name + ".json");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text + "\n");
    }
    assertThat(text + "\n").isEqualTo(Files.readString(file));
  }
}
