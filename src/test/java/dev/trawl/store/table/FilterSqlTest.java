package dev.trawl.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.FakeClock;
import dev.trawl.store.H2RunStore;
import dev.trawl.store.file.Json;
import dev.trawl.testkit.Samples;
import dev.trawl.track.NewRun;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.Relation;
import dev.trawl.track.filter.RunAttribute;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import dev.trawl.track.filter.RunOrder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SQL finds by a filter is what plain Java finds, for random runs and filters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FilterSqlTest {
  private static final int RUNS = 60;
  private static final int FILTERS = 600;
  private static final int ORDERS = 300;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<Object> VALUES =
      List.of(
          64L,
          0.5,
          -1e-7,
          -0.0,
          1e22,
          "64",
          "relu",
          "Größe 😀\u0001",
          "a\"b",
          "back\\slash",
          "50%",
          "",
          true,
          List.of(16L, 32L),
          9007199254740991L,
          9007199254740992L,
          9007199254740993L,
          9.007199254740992E15,
          -9007199254740993L,
          -9007199254740992L,
          9999999999999999L,
          10000000000000000L,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          0x1p63);
  private static final List<Double> NUMBERS =
      List.of(0.0, 0.5, 1.0, 64.0, -1e-7, Double.NaN, Double.POSITIVE_INFINITY);
  private static final List<String> LONGS =
      List.of(
          "9007199254740991",
          "9007199254740992",
          "9007199254740993",
          "9007199254740992.5",
          "-9007199254740993",
          "10000000000000000",
          "1e16",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "1e300");
  private static final List<String> TEXTS =
      List.of(
          "64",
          "6.4e1",
          "-0",
          "1e22",
          "9007199254740993",
          "1e300",
          "relu",
          "RELU",
          "a\"b",
          "back\\slash",
          "50%",
          "",
          "true",
          "[16,32]",
          "o'k",
          "two\nlines\t\\n",
          "folder\\",
          "GRÖSSE 😀",
          "x");
  private static final List<String> PATTERNS =
      List.of(
          "%",
          "re%",
          "RE_U",
          "%\\%",
          "a\"_",
          "%\\\\%",
          "_",
          "",
          "%\\x",
          "two\nlines%",
          "%\t\\\\n",
          "6_",
          "back\\\\slash",
          "BACK\\slash",
          "%\\\\s%",
          "%\\",
          "%r\\\\",
          "gr%e __",
          "%😀_",
          "%😀%");
  private static final List<String> NAMES = List.of("a", "b c", "d.e", "missing", "q\"`");

  private H2RunStore store;
  private Sweep sweep;

  FilterSqlTest(@TempDir Path folder) {
    store =
        H2RunStore.open("jdbc:h2:file:" + folder.resolve("trawl"), new FakeClock(Instant.EPOCH));
    sweep = store.createSweep(Samples.sweep("filters"), Owner.ofThisProcess());
  }

  @BeforeAll
  void record() {
    Random random = new Random(11);
    for (int number = 1; number <= RUNS; number++) {
      Map<String, Object> parameters = new LinkedHashMap<>();
      for (String name : NAMES) {
        if (!name.equals("missing") && random.nextInt(4) > 0) {
          parameters.put(name, one(VALUES, random));
        }
      }
      NewRun created = Samples.run(sweep.id(), number, 1, parameters);
      Run run = store.createRun(created);
      for (String name : NAMES) {
        if (!name.equals("missing") && random.nextBoolean()) {
          String value = one(TEXTS, random);
          if (!value.isEmpty()) {
            store.tagRun(run.id(), name, value);
          }
        }
      }
      if (random.nextInt(4) > 0) {
        store.recordEpoch(run.id(), Samples.epoch(1, one(NUMBERS, random), true), Set.of());
      }
    }
  }

  @Test
  void runs_filteredByALongNote_areFound() throws InvalidFilterException {
    Sweep other = store.createSweep(Samples.sweep("notes"), Owner.ofThisProcess());
    Run run = store.createRun(Samples.run(other.id(), 1));
    store.tagRun(run.id(), "note", "\n\"".repeat(3999) + "ä!");
    for (String filter : List.of("tags.note LIKE '%\"ä!'", "tags.note IS NOT NULL")) {
      RunQuery query = RunQuery.ALL.withFilter(RunFilter.parse(filter, "test"));
      assertThat(store.runs(other.id(), query)).as(filter).extracting(Run::id).contains(run.id());
    }
  }

  /** Which H2 alone would go back and forth over for years. */
  @Test
  void runs_filteredByAPatternOfManyParts_areFoundAtOnce() throws InvalidFilterException {
    Sweep other = store.createSweep(Samples.sweep("attacked"), Owner.ofThisProcess());
    String sentence = "here we see where the seven eels were seen between these green reefs; ";
    for (int number = 1; number <= 3; number++) {
      Run run = store.createRun(Samples.run(other.id(), number));
      store.tagRun(run.id(), "note", sentence.repeat(number * 23).concat(number == 2 ? "e#" : ""));
    }
    RunFilter filter = RunFilter.parse("tags.note LIKE '%s#'".formatted("%e".repeat(14)), "test");
    List<RunFilter> both = List.of(filter, new RunFilter.Not(filter));
    List<List<Integer>> found =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1),
            () ->
                both.stream()
                    .map(each -> numbers(store.runs(other.id(), RunQuery.ALL.withFilter(each))))
                    .toList());
    assertThat(found).containsExactly(List.of(2), List.of(1, 3));
  }

  @AfterAll
  void close() {
    store.close();
  }

  @Test
  void runs_filtered_areThoseOfTheOracle() throws InvalidFilterException {
    Random random = new Random(5);
    List<Run> all = store.runs(sweep.id(), RunQuery.ALL);
    int some = 0;
    for (int i = 0; i < FILTERS; i++) {
      RunFilter filter = filter(random, 3);
      RunFilter read = RunFilter.parse(filter.text(), "filter");
      List<Integer> found = numbers(store.runs(sweep.id(), RunQuery.ALL.withFilter(read)));
      List<Integer> expected =
          numbers(all.stream().filter(run -> Boolean.TRUE.equals(holds(filter, run))).toList());
      assertThat(found).as(filter.text()).isEqualTo(expected);
      some += found.isEmpty() || found.size() == RUNS ? 0 : 1;
    }
    assertThat(some).as("filters that tell runs apart").isGreaterThan(FILTERS / 3);
  }

  /** One to three keys, each in either direction, and a page of the runs that a filter leaves. */
  @Test
  void runs_ordered_areAsTheOracleSortsThem() throws InvalidFilterException {
    Random random = new Random(3);
    List<Run> all = store.runs(sweep.id(), RunQuery.ALL);
    for (int i = 0; i < ORDERS; i++) {
      List<RunOrder> order = new ArrayList<>();
      for (int keys = 1 + random.nextInt(3); keys > 0; keys--) {
        order.add(new RunOrder(key(random), random.nextBoolean()));
      }
      RunFilter filter = i % 2 == 0 ? null : filter(random, 1);
      String text = order.stream().map(RunOrder::text).collect(Collectors.joining(", "));
      int offset = random.nextInt(RUNS / 2);
      RunQuery query =
          RunQuery.ALL.withOrder(RunOrder.parse(text, "order")).withOffset(offset).withLimit(20);
      List<Integer> found =
          numbers(store.runs(sweep.id(), filter == null ? query : query.withFilter(filter)));
      List<Integer> expected =
          numbers(
              all.stream()
                  .filter(run -> filter == null || Boolean.TRUE.equals(holds(filter, run)))
                  .sorted(comparator(order))
                  .skip(offset)
                  .limit(20)
                  .toList());
      assertThat(found).as("%s of %s", text, filter).isEqualTo(expected);
    }
  }

  private static Comparator<Run> comparator(List<RunOrder> orders) {
    return (a, b) -> {
      for (RunOrder order : orders) {
        int numbers = compare(sortedNumber(order.key(), a), sortedNumber(order.key(), b), order);
        int texts = compare(sortedText(order.key(), a), sortedText(order.key(), b), order);
        if (numbers != 0 || texts != 0) {
          return numbers != 0 ? numbers : texts;
        }
      }
      return Integer.compare(a.number(), b.number());
    };
  }

  /** Absent values last, whichever the direction. */
  private static <T extends Comparable<T>> int compare(
      @Nullable T a, @Nullable T b, RunOrder order) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? 1 : -1;
    }
    return order.descending() ? b.compareTo(a) : a.compareTo(b);
  }

  /** A double's digits, and all of a long's; but what differs as doubles is told by them. */
  private static @Nullable Exact sortedNumber(RunKey key, Run run) {
    if (key instanceof RunKey.Parameter parameter
        && run.parameters().get(parameter.name()) instanceof Long whole) {
      return new Exact(whole, BigDecimal.valueOf(whole));
    }
    Double number = number(key, run);
    if (number == null || number.isNaN()) {
      return null;
    }
    boolean infinite = number.isInfinite();
    return new Exact(number + 0.0, infinite ? BigDecimal.ZERO : BigDecimal.valueOf(number));
  }

  private record Exact(double rounded, BigDecimal digits) implements Comparable<Exact> {
    @Override
    public int compareTo(Exact other) {
      int order = Double.compare(rounded, other.rounded);
      return order == 0 ? digits.compareTo(other.digits) : order;
    }
  }

  /** Parameters in JSON. */
  private static @Nullable String sortedText(RunKey key, Run run) {
    Object value =
        key instanceof RunKey.Parameter parameter ? run.parameters().get(parameter.name()) : null;
    return value == null ? text(key, run) : Json.write(value);
  }

  @Test
  void runs_filterThatLooksLikeSql_isOnlyText() throws InvalidFilterException {
    RunFilter filter = RunFilter.parse("params.a = 'x'' OR 1 = 1 --'", "filter");
    assertThat(store.runs(sweep.id(), RunQuery.ALL.withFilter(filter))).isEmpty();
    assertThat(store.runs(sweep.id(), RunQuery.ALL)).hasSize(RUNS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "= '-0' | 1 2",
        "= '0.0' | 1 2",
        "= -0 | 1 2",
        "= '1e22' | 3",
        "= '1.0E+22' | 3",
        "= '64' | 4 5",
        "= '6.4E1' | 4",
        "= '+64.0' | 4",
        "IN ('1e22', '0') | 1 2 3",
        "!= '6.4e1' | 1 2 3 5 6",
        "= 'true' | 6"
      })
  void runs_filteredByANumberInQuotes_areThoseOfThatNumber(String condition, String found)
      throws InvalidFilterException {
    Sweep other = store.createSweep(Samples.sweep("spelt"), Owner.ofThisProcess());
    List<Object> values = List.of(-0.0, 0L, 1e22, 64L, "64", true);
    for (Object value : values) {
      int number = 1 + values.indexOf(value);
      store.createRun(Samples.run(other.id(), number, 1, Map.of("x", value)));
    }
    RunFilter filter = RunFilter.parse("params.x " + condition, "test");
    assertThat(numbers(store.runs(other.id(), RunQuery.ALL.withFilter(filter))))
        .extracting(Object::toString)
        .containsExactly(found.split(" ", -1));
    RunFilter negated = new RunFilter.Not(new RunFilter.Not(filter));
    assertThat(store.runs(other.id(), RunQuery.ALL.withFilter(negated)))
        .isEqualTo(store.runs(other.id(), RunQuery.ALL.withFilter(filter)));
  }

  @Test
  void runs_filteredByAList_areFoundWhateverItsBlanks() throws InvalidFilterException {
    Sweep other = store.createSweep(Samples.sweep("lists"), Owner.ofThisProcess());
    Object nested = List.of(List.of(3L, -0.5), List.of("a b", true), List.of());
    store.createRun(Samples.run(other.id(), 1, 1, Map.of("x", nested)));
    store.createRun(Samples.run(other.id(), 2, 1, Map.of("x", "[16, 32]")));
    store.createRun(Samples.run(other.id(), 3, 1, Map.of("x", List.of(16L, 32L))));
    Map<String, List<Integer>> expected =
        Map.of(
            "params.x = '[[3,-0.5],[\"a b\",true],[]]'", List.of(1),
            "params.x = ' [ [3, -5e-1], [\"a b\" , true], [ ] ]\n'", List.of(1),
            "params.x = '[16, 32]'", List.of(2, 3),
            "params.x = '[16,32]'", List.of(3),
            "params.x IN ('[16,  32]')", List.of(3),
            "params.x != '[16 ,32]'", List.of(1, 2),
            "params.x = '[16, 32] x'", List.of());
    for (Map.Entry<String, List<Integer>> entry : expected.entrySet()) {
      RunQuery query = RunQuery.ALL.withFilter(RunFilter.parse(entry.getKey(), "test"));
      assertThat(numbers(store.runs(other.id(), query)))
          .as(entry.getKey())
          .isEqualTo(entry.getValue());
    }
  }

  private static List<Integer> numbers(List<Run> runs) {
    return runs.stream().map(Run::number).toList();
  }

  private static RunFilter filter(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 4 : 7);
    RunKey key = key(random);
    return switch (kind) {
      case 0 -> compare(key, random);
      case 1 -> new RunFilter.In(key, List.of(literal(key, random), literal(key, random)));
      case 2 ->
          key.takesText()
              ? new RunFilter.Like(key, one(PATTERNS, random), random.nextBoolean())
              : compare(key, random);
      case 3 -> new RunFilter.Absent(key);
      case 4 -> new RunFilter.Not(filter(random, depth - 1));
      case 5 -> new RunFilter.And(List.of(filter(random, depth - 1), filter(random, depth - 1)));
      default -> new RunFilter.Or(List.of(filter(random, depth - 1), filter(random, depth - 1)));
    };
  }

  private static RunFilter compare(RunKey key, Random random) {
    Literal value = literal(key, random);
    Relation relation = one(List.of(Relation.values()), random);
    return new RunFilter.Compare(
        key, relation.isOrdering() && !value.isOrdered() ? Relation.NOT_EQUAL : relation, value);
  }

  private static Literal read(String number) {
    try {
      RunFilter filter = RunFilter.parse("params.a = " + number, "test");
      return ((RunFilter.Compare) filter).value();
    } catch (InvalidFilterException e) {
      throw new AssertionError(e);
    }
  }

  private static RunKey key(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new RunKey.Metric(one(List.of("val_accuracy", "val_loss", "missing"), random));
      case 1 -> new RunKey.Parameter(one(NAMES, random));
      case 2 -> new RunKey.Tag(one(NAMES, random));
      default ->
          new RunKey.Attribute(
              one(
                  List.of(
                      RunAttribute.NUMBER,
                      RunAttribute.STATUS,
                      RunAttribute.EPOCHS,
                      RunAttribute.BEST_EPOCH),
                  random));
    };
  }

  private static Literal literal(RunKey key, Random random) {
    if (key instanceof RunKey.Attribute attribute && attribute.attribute() == RunAttribute.STATUS) {
      return new Literal.Text(one(RunAttribute.STATUSES, random));
    }
    boolean number = key.takesNumbers() && (!key.takesText() || random.nextBoolean());
    if (!number) {
      return new Literal.Text(one(TEXTS, random));
    }
    return random.nextBoolean()
        ? new Literal.Numeric(one(NUMBERS, random))
        : read(one(LONGS, random));
  }

  // The oracle: true, false, or null for unknown.

  private static @Nullable Boolean holds(RunFilter filter, Run run) {
    if (filter instanceof RunFilter.And and) {
      return all(and.parts().stream().map(part -> unknown(holds(part, run))).toList(), false);
    }
    if (filter instanceof RunFilter.Or or) {
      return all(or.parts().stream().map(part -> unknown(holds(part, run))).toList(), true);
    }
    if (filter instanceof RunFilter.Not not) {
      Boolean part = holds(not.part(), run);
      return part == null ? null : !part;
    }
    if (filter instanceof RunFilter.Absent absent) {
      return text(absent.key(), run) == null && number(absent.key(), run) == null;
    }
    if (filter instanceof RunFilter.In in) {
      return all(
          in.values().stream()
              .map(value -> unknown(compare(in.key(), Relation.EQUAL, value, run)))
              .toList(),
          true);
    }
    if (filter instanceof RunFilter.Like like) {
      String text = text(like.key(), run);
      return text == null ? null : like(like.pattern(), like.ignoresCase()).matcher(text).matches();
    }
    RunFilter.Compare compare = (RunFilter.Compare) filter;
    return compare(compare.key(), compare.relation(), compare.value(), run);
  }

  /** A list can't hold null. */
  private static String unknown(@Nullable Boolean truth) {
    return truth == null ? "unknown" : truth.toString();
  }

  /** The deciding value if any part has it, unknown if any part is, else the other. */
  private static @Nullable Boolean all(List<String> parts, boolean deciding) {
    if (parts.contains(String.valueOf(deciding))) {
      return deciding;
    }
    return parts.contains("unknown") ? null : Boolean.valueOf(!deciding);
  }

  private static @Nullable Boolean compare(RunKey key, Relation relation, Literal value, Run run) {
    if (value instanceof Literal.Text wanted) {
      String text = text(key, run);
      return text == null ? null : equals(key, wanted, text, run) == (relation == Relation.EQUAL);
    }
    Double number = number(key, run);
    if (number == null) {
      return null;
    }
    Object recorded =
        key instanceof RunKey.Parameter parameter ? run.parameters().get(parameter.name()) : null;
    BigDecimal exact = ((Literal.Numeric) value).exact();
    if (recorded instanceof Long whole && exact != null) {
      int order = BigDecimal.valueOf(whole).compareTo(exact);
      return switch (relation) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }
    double wanted = ((Literal.Numeric) value).value();
    return switch (relation) {
      case EQUAL -> Double.compare(number + 0.0, wanted) == 0;
      case NOT_EQUAL -> Double.compare(number + 0.0, wanted) != 0;
      case LESS -> number < wanted;
      case LESS_OR_EQUAL -> number <= wanted;
      case GREATER -> number > wanted;
      case GREATER_OR_EQUAL -> number >= wanted;
    };
  }

  /** A parameter's number may be spelt otherwise. */
  private static boolean equals(RunKey key, Literal.Text wanted, String text, Run run) {
    return text.equals(wanted.value())
        || (key instanceof RunKey.Parameter
            && wanted.number().isPresent()
            && Boolean.TRUE.equals(
                compare(key, Relation.EQUAL, wanted.number().orElseThrow(), run)));
  }

  private static @Nullable Double number(RunKey key, Run run) {
    if (key instanceof RunKey.Metric metric) {
      return run.metrics().get(metric.name());
    }
    if (key instanceof RunKey.Parameter parameter) {
      return run.parameters().get(parameter.name()) instanceof Number number
          ? number.doubleValue()
          : null;
    }
    if (key instanceof RunKey.Attribute attribute) {
      return switch (attribute.attribute()) {
        case NUMBER -> (double) run.number();
        case EPOCHS -> (double) run.epochs();
        case BEST_EPOCH -> run.bestEpoch() == null ? null : run.bestEpoch().doubleValue();
        default -> null;
      };
    }
    return null;
  }

  private static @Nullable String text(RunKey key, Run run) {
    if (key instanceof RunKey.Tag tag) {
      return run.tags().get(tag.name());
    }
    if (key instanceof RunKey.Attribute attribute) {
      return attribute.attribute() == RunAttribute.STATUS ? run.status().name() : null;
    }
    if (!(key instanceof RunKey.Parameter parameter)) {
      return null;
    }
    Object value = run.parameters().get(parameter.name());
    if (value == null || value instanceof String) {
      return (String) value;
    }
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Pattern like(String pattern, boolean ignoresCase) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i += Character.charCount(pattern.codePointAt(i))) {
      int c = pattern.codePointAt(i);
      boolean escapes =
          c == '\\' && i + 1 < pattern.length() && "%_\\".indexOf(pattern.charAt(i + 1)) >= 0;
      if (escapes) {
        i++;
        regex.append(Pattern.quote(pattern.substring(i, i + 1)));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(Character.toString(c)));
      }
    }
    return Pattern.compile(
        regex.toString(),
        Pattern.DOTALL | (ignoresCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0));
  }

  private static <T> T one(List<T> values, Random random) {
    return new ArrayList<>(values).get(random.nextInt(values.size()));
  }
}
