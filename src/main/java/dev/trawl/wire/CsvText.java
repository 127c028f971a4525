package dev.trawl.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows as CSV (RFC 4180, UTF-8). Numbers are written exactly, those that are not finite as {@code
 * NaN}, {@code Infinity} and {@code -Infinity}; lists as JSON. What is absent is an empty cell, and
 * an empty text one in quotes, as PostgreSQL's COPY has it.
 */
final class CsvText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter ROWS =
      CsvMapper.builder()
          .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
          .build()
          .writer(CsvSchema.emptySchema().withLineSeparator("\r\n"));

  /**
   * With one of these a spreadsheet begins a formula, which may run a program or send data; some
   * take their wide forms, too.
   */
  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+([eE][+-]?[0-9]+)?");

  /** An empty text: Jackson quotes none where it quotes no more than it has to. */
  private static final RawValue EMPTY = new RawValue("\"\"");

  byte[] write(List<List<@Nullable Object>> rows) throws JsonProcessingException {
    List<List<@Nullable Object>> cells = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      List<@Nullable Object> converted = new ArrayList<>();
      for (@Nullable Object value : row) {
        converted.add(cell(value));
      }
      cells.add(converted);
    }
    return ROWS.writeValueAsBytes(cells);
  }

  private static @Nullable Object cell(@Nullable Object value) throws JsonProcessingException {
    if (value instanceof Double number && !Double.isFinite(number)) {
      return number.toString();
    }
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    String text = value instanceof List<?> list ? JSON.writeValueAsString(list) : value.toString();
    return text.isEmpty() ? EMPTY : value instanceof List<?> ? text : harmless(text);
  }

  /**
   * An apostrophe before what a spreadsheet would take for a formula, and before what looks as if
   * it had got one: so that taking one away where a formula or an apostrophe follows gives the
   * text.
   */
  private static String harmless(String text) {
    String bare = text.replaceFirst("^'+", "");
    return !bare.isEmpty()
            && FORMULA.indexOf(bare.charAt(0)) >= 0
            && !NUMBER.matcher(text).matches()
        ? "'" + text
        : text;
  }
}
