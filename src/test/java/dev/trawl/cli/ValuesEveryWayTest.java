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
import dev.trawl.dashboard.DashboardServer;
import dev.trawl.store.H2RunStore;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import dev.trawl.tracking.SweepDescription;
import dev.trawl.tracking.TrackedRun;
import dev.trawl.tracking.TrackedSweep;
import dev.trawl.tracking.Tracker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.Writer;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
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
  private static final DatasetInfo TOY =
      new DatasetInfo("toy", "", 10, 5, 10, 2, 2, 1, List.of("a", "b"));

  /** In a filter, with quotes or without. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?");

  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{M}\\p{Z}\\p{Cc}\\p{Cf}\\x{115F}\\x{1160}\\x{3164}\\x{FFA0}\\x{2800}]*");

  private static final List<String> NAMES =
      List.of(
          "x",
          "seed",
          "run_id",
          "status",
          "number",
          "__proto__",
          "constructor",
          "toString",
          "hasOwnProperty",
          "a.b",
          "a b",
          "it's",
          "say \"so\"",
          "`tick``",
          "a=b",
          "a,b;c",
          "two\nlines",
          "tab\there",
          "=1+1",
          "\u202eabc",
          "größe",
          "数字",
          "😀",
          "e\u0301",
          "\u001b[31m",
          "{",
          "\\");

  private static final List<Object> SCALARS =
      List.of(
          0L,
          1L,
          -1L,
          9007199254740991L,
          9007199254740992L,
          9007199254740993L,
          -9007199254740993L,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          0.0,
          -0.0,
          1.0,
          0.1,
          1e-7,
          Double.parseDouble("1e23"),
          9007199254740992.0,
          0x1p63,
          Double.MIN_VALUE,
          Double.MAX_VALUE,
          -Double.MIN_NORMAL,
          true,
          false,
          "",
          " ",
          "1",
          "1.0",
          "true",
          "null",
          "NaN",
          "[16,32]",
          "\"quoted\"",
          ",9007199254740993,",
          "a,\"b\"\r\nc",
          "'",
          "''",
          "=SUM(A1)",
          "-1+2",
          "+1",
          "@x",
          "\u0000\u0007\u001b[2J\u007f\u009b\u202e",
          "\u2028",
          "e\u0301",
          "שלום",
          "数字 😀",
          "\\u0041",
          "\\\"",
          "__proto__",
          "x".repeat(5000));

  // ------------------------------------------------------------------ what is recorded

  @Provide
  Arbitrary<List<Map<String, Object>>> runs() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.strings().all().ofMaxLength(12),
            Arbitraries.strings().ascii().ofMaxLength(30));
    Arbitrary<Object> scalars =
        Arbitraries.oneOf(
            Arbitraries.of(SCALARS),
            Arbitraries.longs().map(Object.class::cast),
            Arbitraries.doubles().map(Object.class::cast),
            texts.map(Object.class::cast));
    Arbitrary<Object> values =
        Arbitraries.lazyOf(
            () -> scalars,
            () -> scalars,
            () -> scalars.list().ofMaxSize(4).list().ofMaxSize(3).map(Object.class::cast),
            () -> scalars.list().ofMaxSize(30).map(Object.class::cast));
    Arbitrary<String> names = Arbitraries.oneOf(Arbitraries.of(NAMES), texts);
    return names
        .flatMap(name -> values.map(value -> Tuple.of(name, value)))
        .list()
        .ofMaxSize(6)
        .map(
            entries -> {
              Map<String, Object> parameters = new LinkedHashMap<>();
              entries.forEach(entry -> parameters.put(entry.get1(), entry.get2()));
              return parameters;
            })
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  private static boolean isRecordable(Map<String, Object> parameters) {
    return parameters.entrySet().stream()
        .allMatch(
            entry ->
                !UNSEEN.matcher(entry.getKey()).matches()
                    && isWhole(entry.getKey())
                    && isWhole(String.valueOf(entry.getValue())));
  }

  private static boolean isWhole(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  /** A database in memory with one sweep, its page beside it. */
  private static final class Place implements AutoCloseable {
    final String database = "jdbc:h2:mem:%s;USER=sa;PASSWORD=x".formatted(UUID.randomUUID());
    final RunStore store = H2RunStore.open(database, Clock.systemUTC());
    final Tracker tracker = Tracker.open(database);
    final TrackedSweep sweep = tracker.begin(SweepDescription.of("values", "m", TOY, 1));
    final List<Map<String, Object>> recorded = new ArrayList<>();

    void record(Map<String, Object> parameters) {
      try (TrackedRun run = sweep.begin(parameters)) {
        run.epoch(metrics(parameters));
        run.stop();
      }
      recorded.add(parameters);
    }

    static Map<String, Double> metrics(Map<String, Object> parameters) {
      Map<String, Double> metrics = new LinkedHashMap<>(Map.of("val_accuracy", Double.NaN));
      parameters.forEach(
          (name, value) -> {
            if (value instanceof Double number) {
              metrics.put("m " + name, number);
            }
          });
      return metrics;
    }

    String trawl(String... arguments) {
      List<String> all = new ArrayList<>(List.of("--db", database, "runs", sweep.id()));
      all.addAll(List.of(arguments));
      Ran ran = Ran.trawl(all.toArray(String[]::new));
      assertThat(ran.exitCode()).as(ran.err()).isZero();
      return ran.out();
    }

    String rest() {
      return rest("runs");
    }

    /** What the server answers of the sweep. */
    String rest(String part) {
      GlobalOptions options = new GlobalOptions();
      options.database = database;
      PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
      Console console =
          new Console(
              new BufferedReader(new StringReader("")),
              nowhere,
              nowhere,
              Set.of(),
              Map.of(),
              false);
      Wiring wiring = new Wiring(options, new Output(console, options));
      try (DashboardServer server = wiring.dashboard(store, null, () -> false)) {
        int port = server.start("127.0.0.1", 0);
        URI uri =
            URI.create("http://127.0.0.1:%d/api/v1/sweeps/%s/%s".formatted(port, sweep.id(), part));
        return HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
            .body();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      sweep.close();
      tracker.close();
      store.close();
    }
  }

  // ------------------------------------------------------------------ the ways out

  @Property(tries = 25)
  void values_recorded_comeOutTheSameEveryWay(@ForAll("runs") List<Map<String, Object>> runs)
      throws Exception {
    try (Place place = new Place()) {
      for (Map<String, Object> parameters : runs) {
        if (isRecordable(parameters)) {
          place.record(parameters);
        } else {
          assertThatThrownBy(() -> place.sweep.begin(parameters))
              .isInstanceOf(IllegalArgumentException.class);
        }
      }
      checkEveryWay(place);
    }
  }

  private static void checkEveryWay(Place place) throws IOException {
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

  private static void checkJson(JsonNode runs, Place place) {
    assertThat(runs).hasSize(place.recorded.size());
    for (int i = 0; i < runs.size(); i++) {
      Map<String, Object> expected = place.recorded.get(i);
      assertThat(JSON.convertValue(runs.get(i).get("parameters"), VALUES)).isEqualTo(expected);
      assertThat(runs.get(i).at("/metrics/val_accuracy").textValue()).isEqualTo("NaN");
      JsonNode metrics = runs.get(i).get("metrics");
      Place.metrics(expected)
          .forEach(
              (name, value) ->
                  assertThat(Double.valueOf(metrics.get(name).asText())).isEqualTo(value));
    }
  }

  private static void checkCsv(String csv, Place place) throws IOException {
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
  private static void checkFilters(Place place) throws IOException {
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

  private static List<Integer> found(Place place, String filter) {
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

  // ------------------------------------------------------------------ the page's way

  @Example
  void values_fixed_comeOutTheSameAndAreAnsweredAsThePageExpects() throws Exception {
    try (Place place = new Place()) {
      fixed().forEach(place::record);
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

  /** Each scalar and name, and combinations that a seed decides. */
  private static List<Map<String, Object>> fixed() {
    List<Map<String, Object>> runs = new ArrayList<>();
    SCALARS.forEach(value -> runs.add(Map.of("x", value)));
    NAMES.forEach(name -> runs.add(Map.of(name, 9007199254740993L)));
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      Map<String, Object> parameters = new LinkedHashMap<>();
      for (int entries = random.nextInt(5); entries > 0; entries--) {
        parameters.put(NAMES.get(random.nextInt(NAMES.size())), value(random, 3));
      }
      runs.add(parameters);
    }
    return runs;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 4)) {
      case 0 -> SCALARS.get(random.nextInt(SCALARS.size() - 1));
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> {
        double real = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(real) ? real : 0.5;
      }
      default ->
          IntStream.range(0, random.nextInt(4)).mapToObj(i -> value(random, depth - 1)).toList();
    };
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
