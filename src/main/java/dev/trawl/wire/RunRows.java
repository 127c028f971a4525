package dev.trawl.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Runs;
import dev.trawl.track.Sweep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's runs as a file for other programs, chunk by chunk: never more than some hundred of them
 * are in memory. Immutable.
 */
public final class RunRows {
  private static final int ROWS_PER_CHUNK = 500;

  private final Runs store;
  private final RecordJson json;
  private final Sweep sweep;
  private final RunQuery query;
  private final boolean history;

  /**
   * @param query which runs, in what order
   * @param history whether each epoch of a run has a row, and not the run
   */
  public RunRows(Runs store, RecordJson json, Sweep sweep, RunQuery query, boolean history) {
    this.store = store;
    this.json = json;
    this.sweep = sweep;
    this.query = query;
    this.history = history;
  }

  /** How the rows are written. */
  public enum Format {
    /**
     * RFC 4180 in UTF-8 with a header. A text that a spreadsheet would take for a formula is
     * preceded by an apostrophe; an absent value is an empty cell.
     */
    CSV,
    /** A JSON object a line: the records of the REST interface. */
    JSONL
  }

  /** The file's bytes, in chunks of whole lines; read from the store as they are asked for. */
  public Iterator<byte[]> chunks(Format format) {
    if (format == Format.JSONL) {
      return new Chunks<>(
          history ? epochs().map(this::record) : runs().map(this::record), this::lines);
    }
    CsvText csv = new CsvText();
    return history ? csv(csv, epochColumns(), epochs()) : csv(csv, runColumns(), runs());
  }

  private Stream<Run> runs() {
    return store.streamRuns(sweep.id(), query);
  }

  private Object record(Run run) {
    return json.run(run, sweep);
  }

  private byte[] lines(List<Object> records) {
    StringBuilder lines = new StringBuilder();
    records.forEach(record -> lines.append(json.write(record)).append('\n'));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private record Column<T>(String name, Function<T, @Nullable Object> value) {}

  private static <T> Iterator<byte[]> csv(CsvText csv, List<Column<T>> columns, Stream<T> rows) {
    Stream<List<@Nullable Object>> header =
        Stream.of(columns.stream().<@Nullable Object>map(Column::name).toList());
    Stream<List<@Nullable Object>> cells =
        rows.map(
            row -> {
              List<@Nullable Object> values = new ArrayList<>();
              columns.forEach(column -> values.add(column.value().apply(row)));
              return values;
            });
    return new Chunks<>(Stream.concat(header, cells), csv::write);
  }

  /** All names first: a look at every run, before any is written. */
  private List<Column<Run>> runColumns() {
    Set<String> parameters = new LinkedHashSet<>();
    Set<String> metrics = new TreeSet<>();
    Set<String> tags = new TreeSet<>();
    runs()
        .forEach(
            run -> {
              parameters.addAll(run.parameters().keySet());
              metrics.addAll(run.metrics().keySet());
              tags.addAll(run.info().tags().keySet());
            });
    List<Column<Run>> columns = new ArrayList<>();
    columns.add(new Column<>("run_id", Run::id));
    columns.add(new Column<>("sweep_id", Run::sweepId));
    columns.add(new Column<>("number", Run::number));
    columns.add(new Column<>("attempt", Run::attempt));
    columns.add(new Column<>("parent", Run::parent));
    columns.add(new Column<>("status", run -> run.status().name()));
    columns.add(new Column<>("reason", Run::reason));
    parameters.forEach(
        name -> columns.add(new Column<>("params." + name, run -> run.parameters().get(name))));
    metrics.forEach(
        name -> columns.add(new Column<>("metrics." + name, run -> run.metrics().get(name))));
    tags.forEach(
        name -> columns.add(new Column<>("tags." + name, run -> run.info().tags().get(name))));
    columns.add(new Column<>("epochs", Run::epochs));
    columns.add(new Column<>("best_epoch", Run::bestEpoch));
    columns.add(new Column<>("seconds", run -> run.timing().seconds()));
    columns.add(new Column<>("band", Run::band));
    columns.add(new Column<>("seed", run -> run.provenance().seed()));
    columns.add(new Column<>("created_at", run -> run.info().createdAt()));
    columns.add(new Column<>("started_at", run -> run.timing().startedAt()));
    columns.add(new Column<>("ended_at", run -> run.info().endedAt()));
    return columns;
  }

  /** What a run recorded at a step; the test's metrics are with its best epoch. */
  private record EpochRow(Run run, long step, List<Metric> metrics) {
    /** Of several the last, as in JSON. */
    @Nullable Double value(String key) {
      return metrics.stream()
          .filter(metric -> metric.key().equals(key))
          .map(Metric::value)
          .reduce((before, last) -> last)
          .orElse(null);
    }

    Object recordedAt() {
      return metrics.stream().map(Metric::timestamp).sorted().findFirst().orElseThrow();
    }
  }

  private Stream<EpochRow> epochs() {
    return runs().flatMap(this::epochs);
  }

  private Stream<EpochRow> epochs(Run run) {
    Map<Long, List<Metric>> bySteps = new TreeMap<>();
    for (Metric metric : store.metrics(run.id(), Set.of())) {
      bySteps.computeIfAbsent(metric.step(), step -> new ArrayList<>()).add(metric);
    }
    return bySteps.entrySet().stream()
        .map(entry -> new EpochRow(run, entry.getKey(), entry.getValue()));
  }

  private Object record(EpochRow row) {
    Map<String, Double> metrics = new TreeMap<>();
    row.metrics().forEach(metric -> metrics.put(metric.key(), metric.value()));
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("run_id", row.run().id());
    record.put("number", row.run().number());
    record.put("epoch", row.step());
    record.put("recorded_at", row.recordedAt());
    record.put("metrics", metrics);
    return record;
  }

  private List<Column<EpochRow>> epochColumns() {
    List<Column<EpochRow>> columns = new ArrayList<>();
    columns.add(new Column<>("run_id", row -> row.run().id()));
    columns.add(new Column<>("number", row -> row.run().number()));
    columns.add(new Column<>("epoch", EpochRow::step));
    columns.add(new Column<>("recorded_at", EpochRow::recordedAt));
    for (String key : store.metricKeys(sweep.id())) {
      columns.add(new Column<>("metrics." + key, row -> row.value(key)));
    }
    return columns;
  }

  private interface Encoding<T> {
    byte[] encode(List<T> rows) throws JsonProcessingException;
  }

  /** Some hundred rows at a time. */
  private static final class Chunks<T> implements Iterator<byte[]> {
    private final Iterator<? extends T> rows;
    private final Encoding<T> encoding;

    Chunks(Stream<? extends T> rows, Encoding<T> encoding) {
      this.rows = rows.iterator();
      this.encoding = encoding;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public byte[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more rows");
      }
      List<T> chunk = new ArrayList<>();
      while (chunk.size() < ROWS_PER_CHUNK && rows.hasNext()) {
        chunk.add(rows.next());
      }
      try {
        return encoding.encode(chunk);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("need plain values, found others", e);
      }
    }
  }
}
