package dev.trawl.store.table;

import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.Relation;
import dev.trawl.track.filter.RunAttribute;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random runs, and filters over what they may have; the same for the same seed. */
final class RandomFilters {
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

  private final Random random;

  RandomFilters(long seed) {
    this.random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean either() {
    return random.nextBoolean();
  }

  /** Without some of the names that filters have. */
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (String name : NAMES) {
      if (!name.equals("missing") && random.nextInt(4) > 0) {
        parameters.put(name, one(VALUES));
      }
    }
    return parameters;
  }

  Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String name : NAMES) {
      if (!name.equals("missing") && random.nextBoolean()) {
        String value = one(TEXTS);
        if (!value.isEmpty()) {
          tags.put(name, value);
        }
      }
    }
    return tags;
  }

  double number() {
    return one(NUMBERS);
  }

  /** Of that depth at most. */
  RunFilter filter(int depth) {
    int kind = random.nextInt(depth == 0 ? 4 : 7);
    RunKey key = key();
    return switch (kind) {
      case 0 -> compare(key);
      case 1 -> new RunFilter.In(key, List.of(literal(key), literal(key)));
      case 2 ->
          key.takesText()
              ? new RunFilter.Like(key, one(PATTERNS), random.nextBoolean())
              : compare(key);
      case 3 -> new RunFilter.Absent(key);
      case 4 -> new RunFilter.Not(filter(depth - 1));
      case 5 -> new RunFilter.And(List.of(filter(depth - 1), filter(depth - 1)));
      default -> new RunFilter.Or(List.of(filter(depth - 1), filter(depth - 1)));
    };
  }

  private RunFilter compare(RunKey key) {
    Literal value = literal(key);
    Relation relation = one(List.of(Relation.values()));
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

  RunKey key() {
    return switch (random.nextInt(4)) {
      case 0 -> new RunKey.MetricKey(one(List.of("val_accuracy", "val_loss", "missing")));
      case 1 -> new RunKey.ParameterKey(one(NAMES));
      case 2 -> new RunKey.TagKey(one(NAMES));
      default ->
          new RunKey.AttributeKey(
              one(
                  List.of(
                      RunAttribute.NUMBER,
                      RunAttribute.STATUS,
                      RunAttribute.EPOCHS,
                      RunAttribute.BEST_EPOCH)));
    };
  }

  private Literal literal(RunKey key) {
    if (key instanceof RunKey.AttributeKey attribute
        && attribute.attribute() == RunAttribute.STATUS) {
      return new Literal.Text(one(RunAttribute.STATUSES));
    }
    boolean number = key.takesNumbers() && (!key.takesText() || random.nextBoolean());
    if (!number) {
      return new Literal.Text(one(TEXTS));
    }
    return random.nextBoolean() ? new Literal.Numeric(one(NUMBERS)) : read(one(LONGS));
  }

  private <T> T one(List<T> values) {
    return new ArrayList<>(values).get(random.nextInt(values.size()));
  }
}
