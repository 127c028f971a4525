package dev.trawl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Names and values that a format, a browser or SQL could take for others. */
final class OddValues {
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

  static Arbitrary<List<Map<String, Object>>> runs() {
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

  static boolean isRecordable(Map<String, Object> parameters) {
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

  /** Each scalar and name, and combinations that a seed decides. */
  static List<Map<String, Object>> fixed() {
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
}
