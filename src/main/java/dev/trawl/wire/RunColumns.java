package dev.trawl.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.analysis.Accuracies;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs as columns: each field once, with the values of all runs one after the other, null where a
 * run has none. Of thousands of runs that is a fraction of their records, and is read without an
 * object a run. A column whose values repeat is an object instead of a list: its different {@code
 * "values"}, and of each run the place among them, {@code "at"}.
 *
 * <p>With fewer digits than all, such places among at most 36 values are one text, a digit of base
 * 36 each, or two among at most 1296; many real numbers are {@link Decimals}; and what grows from
 * run to run is sent by its {@code "steps"}: each is what the value adds to the last one before it,
 * of whole numbers from 0 on, of times from 1970 on in milliseconds.
 *
 * <p>The parameters, metrics and tags that weren't asked for are named, {@code "further"}.
 *
 * <p>An accuracy's interval is no field: it follows from the accuracy and from the {@code "images"}
 * that it was measured on. Immutable.
 */
public final class RunColumns {
  private record Plain(String name, Function<Run, @Nullable Object> value) {}

  /** A field that has a column for each name that any of the runs has. */
  private record Named(String name, Function<Run, Map<String, ?>> values) {
    /** Parameters in the runs' order, as everywhere; metrics and tags by name. */
    Stream<Plain> columns(List<Run> runs) {
      Stream<String> names =
          runs.stream().map(values).map(Map::keySet).distinct().flatMap(Set::stream).distinct();
      return (name.equals("parameters") ? names : names.sorted())
          .map(each -> new Plain(each, run -> values.apply(run).get(each)));
    }
  }

  private static final List<Plain> PLAIN =
      List.of(
          new Plain("run_id", Run::id),
          new Plain("number", Run::number),
          new Plain("attempt", Run::attempt),
          new Plain("parent", Run::parent),
          new Plain("status", run -> run.status().name()),
          new Plain("reason", Run::reason),
          new Plain("epochs", Run::epochs),
          new Plain("best_epoch", Run::bestEpoch),
          new Plain("seconds", run -> run.timing().seconds()),
          new Plain("band", Run::band),
          new Plain("seed", run -> run.provenance().seed()),
          new Plain("created_at", run -> run.info().createdAt()),
          new Plain("started_at", run -> run.timing().startedAt()),
          new Plain("ended_at", run -> run.info().endedAt()),
          new Plain("deleted_at", run -> run.info().deletedAt()),
          new Plain("sequence", run -> run.info().sequence()));

  /** Of so many runs parameters' digits weigh nothing. */
  private static final int FEW = 100;

  /** What grows from run to run, more or less. */
  private static final Set<String> GROWING =
      Set.of("number", "created_at", "started_at", "ended_at", "sequence");

  private static final List<Named> NAMED =
      List.of(
          new Named("parameters", Run::parameters),
          new Named("metrics", Run::metrics),
          new Named("tags", run -> run.info().tags()));

  private static final String METRIC = "metrics.";

  private final ObjectMapper mapper;
  private final Set<String> fields;
  private final Digits digits;
  private final Digits parameterDigits;

  /**
   * @param fields which; {@code metrics.KEY} is one metric; none is all
   * @param digits that metrics and seconds keep
   * @param parameterDigits that real parameters keep; one whose values repeat keeps all, and each
   *     does in an answer of few runs, which may be all of its sweep: it may be looked for by them
   * @throws IllegalArgumentException for an unknown field
   */
  public RunColumns(RecordJson json, Set<String> fields, Digits digits, Digits parameterDigits) {
    List<String> known =
        Stream.concat(PLAIN.stream().map(Plain::name), NAMED.stream().map(Named::name)).toList();
    for (String field : new TreeSet<>(fields)) {
      if (!known.contains(field) && !field.startsWith(METRIC)) {
        throw new IllegalArgumentException(
            "need fields of %s, or metrics.KEY, found %s"
                .formatted(String.join(", ", known), field));
      }
    }
    mapper = json.mapper();
    this.fields = fields.isEmpty() ? Set.copyOf(known) : Set.copyOf(fields);
    this.digits = digits;
    this.parameterDigits = parameterDigits;
  }

  /**
   * The answer in UTF-8.
   *
   * @param runs of the sweep, a page of them
   * @param total how many there are in all
   */
  public byte[] write(Sweep sweep, List<Run> runs, int total) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = mapper.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("sweep_id", sweep.id());
      out.writeNumberField("runs", runs.size());
      out.writeNumberField("total", total);
      out.writeObjectField("images", Accuracies.images(sweep));
      Map<Named, List<Plain>> named = named(runs);
      writeFurther(out, named);
      out.writeObjectFieldStart("columns");
      for (Plain column : PLAIN) {
        if (fields.contains(column.name())) {
          if (!digits.isAll() && GROWING.contains(column.name())) {
            writeSteps(out, column, runs);
          } else {
            write(out, column, runs, column.name().equals("seconds"));
          }
        }
      }
      for (Named field : NAMED) {
        List<Plain> columns =
            Objects.requireNonNull(named.get(field)).stream()
                .filter(each -> isWanted(field, each))
                .toList();
        if (fields.contains(field.name()) || !columns.isEmpty()) {
          out.writeObjectFieldStart(field.name());
          for (Plain column : columns) {
            write(out, column, runs, field.name().equals("metrics"));
          }
          out.writeEndObject();
        }
      }
      out.writeEndObject();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Map<Named, List<Plain>> named(List<Run> runs) {
    Map<Named, List<Plain>> named = new LinkedHashMap<>();
    NAMED.forEach(field -> named.put(field, field.columns(runs).toList()));
    return named;
  }

  /** What else there is to be asked for. */
  private void writeFurther(JsonGenerator out, Map<Named, List<Plain>> named) throws IOException {
    out.writeArrayFieldStart("further");
    for (Map.Entry<Named, List<Plain>> entry : named.entrySet()) {
      for (Plain column : entry.getValue()) {
        if (!isWanted(entry.getKey(), column)) {
          out.writeString(entry.getKey().name() + "." + column.name());
        }
      }
    }
    out.writeEndArray();
  }

  private boolean isWanted(Named field, Plain column) {
    return fields.contains(field.name()) || fields.contains(field.name() + "." + column.name());
  }

  private void write(JsonGenerator out, Plain column, List<Run> runs, boolean measured)
      throws IOException {
    Map<@Nullable Object, Integer> places = new HashMap<>();
    @Nullable Object[] values = new Object[runs.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = column.value().apply(runs.get(i));
      values[i] = measured && value instanceof Double real ? (Object) digits.of(real) : value;
      if (places.size() <= values.length / 2) {
        places.putIfAbsent(values[i], places.size());
      }
    }
    out.writeFieldName(column.name());
    if (places.size() > values.length / 2) {
      if (values.length <= FEW
          || !Decimals.write(out, values, measured ? digits : parameterDigits)) {
        for (int i = 0; values.length > FEW && i < values.length; i++) {
          values[i] =
              values[i] instanceof Double real ? (Object) parameterDigits.of(real) : values[i];
        }
        writeAll(out, values);
      }
      return;
    }
    out.writeStartObject();
    out.writeFieldName("values");
    @Nullable Object[] different = new Object[places.size()];
    places.forEach((value, place) -> different[place] = value);
    writeAll(out, different);
    int width = places.size() <= Character.MAX_RADIX ? 1 : 2;
    if (digits.isAll() || places.size() > Character.MAX_RADIX * Character.MAX_RADIX) {
      out.writeArrayFieldStart("at");
      for (Object value : values) {
        out.writeNumber(Objects.requireNonNull(places.get(value)));
      }
      out.writeEndArray();
    } else {
      StringBuilder at = new StringBuilder(width * values.length);
      for (Object value : values) {
        int place = Objects.requireNonNull(places.get(value));
        if (width == 2) {
          at.append(Character.forDigit(place / Character.MAX_RADIX, Character.MAX_RADIX));
        }
        at.append(Character.forDigit(place % Character.MAX_RADIX, Character.MAX_RADIX));
      }
      out.writeStringField("at", at.toString());
    }
    out.writeEndObject();
  }

  private static void writeSteps(JsonGenerator out, Plain column, List<Run> runs)
      throws IOException {
    out.writeObjectFieldStart(column.name());
    out.writeArrayFieldStart("steps");
    long last = 0;
    for (Run run : runs) {
      Object value = column.value().apply(run);
      if (value == null) {
        out.writeNull();
        continue;
      }
      long now = value instanceof Instant time ? time.toEpochMilli() : ((Number) value).longValue();
      out.writeNumber(now - last);
      last = now;
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  /** What is met most by its own call: {@code writeObject} looks each type up. */
  private static void writeAll(JsonGenerator out, @Nullable Object[] values) throws IOException {
    out.writeStartArray();
    for (Object value : values) {
      if (value == null) {
        out.writeNull();
      } else if (value instanceof Double real) {
        out.writeNumber(real);
      } else if (value instanceof String text) {
        out.writeString(text);
      } else if (value instanceof Instant time) {
        out.writeString(time.toString());
      } else {
        out.writeObject(value);
      }
    }
    out.writeEndArray();
  }
}
