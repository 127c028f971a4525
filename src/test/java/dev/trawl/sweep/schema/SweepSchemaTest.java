package dev.trawl.sweep.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.trawl.model.Architectures;
import dev.trawl.search.Searches;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.Problem;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlReader;
import dev.trawl.train.EpochRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema and the readers say the same, as far as a schema can say it. */
class SweepSchemaTest {
  private static final Path BROKEN = Path.of("src/test/resources/sweep/broken");
  private static final Path WARNED = Path.of("src/test/resources/sweep/warned");

  /** Broken files that a schema takes, and why. */
  private static final Map<String, String> EXCEPTIONS = exceptions();

  private static final Pattern YAML_BLOCK = Pattern.compile("(?s)```yaml\\n(.*?)```");

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Map<String, Object> JSON =
      SweepSchema.json(
          () -> Set.of("mnist"), new Architectures(), Searches.standard(), EpochRules.standard());
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(MAPPER.<JsonNode>valueToTree(JSON));
  private static final SweepFiles FILES =
      new SweepFiles(
          () -> Set.of("mnist"), new Architectures(), Searches.standard(), EpochRules.standard());

  private static Map<String, String> exceptions() {
    Map<String, String> exceptions = new LinkedHashMap<>();
    for (String name : List.of("min-above-max", "min-equals-max")) {
      exceptions.put(name, "one number compared with another");
    }
    for (String name : List.of("grid-too-many-steps", "q-range-rounds-out", "q-too-small")) {
      exceptions.put(name, "what numbers make when one is divided by another");
    }
    for (String name : List.of("enqueued-in-vain", "forbid-everything", "when-cycle")) {
      exceptions.put(name, "conditions compared with each other or with values");
    }
    for (String name :
        List.of(
            "alpha-of-nothing",
            "fedprox-without-mu",
            "more-bad-than-an-integer",
            "more-bad-than-clients",
            "no-client-a-round",
            "searched-fraction",
            "trims-nobody")) {
      exceptions.put("federated-" + name, "what numbers and choices make together");
    }
    exceptions.put("federated-searched-alone", "a key that a parameter needs beside it");
    exceptions.put("nothing-to-draw", "what is left of a distribution between two limits");
    exceptions.put("parameter-nested", "names that begin with those around them");
    exceptions.put("rename", "a name that the file itself declares");
    exceptions.put("training-combinations-searched", "one hyperparameter that needs another");
    return exceptions;
  }

  private static @Nullable Object json(YamlNode node) {
    if (node.mapping().isPresent()) {
      Map<String, Object> mapping = new LinkedHashMap<>();
      node.mapping().get().entries().forEach((key, entry) -> mapping.put(key, json(entry.value())));
      return mapping;
    }
    if (node.sequence().isPresent()) {
      List<Object> items = new ArrayList<>();
      node.sequence().get().items().forEach(item -> items.add(json(item)));
      return items;
    }
    return node.scalar().map(SweepSchemaTest::json).orElse(null);
  }

  /** JSON has no numbers that aren't finite. */
  private static Object json(YamlNode.Scalar scalar) {
    boolean finite = !(scalar.value() instanceof Double number) || Double.isFinite(number);
    return finite ? scalar.value() : scalar.text();
  }

  /** Empty for a text that isn't YAML, which no schema sees. */
  private static Optional<Set<ValidationMessage>> complaints(String text) {
    Problems problems = new Problems(List.of("x.yaml"));
    return new YamlReader(problems)
        .read(text, "x.yaml", 0)
        .filter(node -> problems.errors() == 0)
        .map(node -> SCHEMA.validate(MAPPER.<JsonNode>valueToTree(json(node))));
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static List<Problem> problems(String text) {
    InvalidSweepException invalid =
        catchThrowableOfType(
            InvalidSweepException.class,
            () -> FILES.read(new SweepSource("x.yaml", text, List.of())));
    return invalid == null ? List.of() : invalid.problems();
  }

  static List<Path> valid() throws IOException {
    List<Path> valid = new ArrayList<>(files(Path.of("sweeps")));
    valid.addAll(files(WARNED));
    return valid;
  }

  static List<Path> broken() throws IOException {
    return files(BROKEN);
  }

  @ParameterizedTest
  @MethodSource("valid")
  void schema_validFile_takesIt(Path file) throws IOException {
    assertThat(complaints(text(file)).orElseThrow()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void schema_brokenFile_refusesItUnlessItCannotSayWhy(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".yaml", "");
    boolean takes = complaints(text(file)).map(Set::isEmpty).orElse(false);

    assertThat(takes)
        .as("%s: is taken, an exception for %s", name, EXCEPTIONS.get(name))
        .isEqualTo(EXCEPTIONS.containsKey(name));
  }

  @Test
  void schema_examplesOfThePages_areTaken() throws IOException {
    int examples = 0;
    for (String page : List.of("src/docs/sweep-file.md", "src/docs/stopping.md", "README.md")) {
      Matcher blocks = YAML_BLOCK.matcher(Files.readString(Path.of(page)));
      while (blocks.find()) {
        String example = blocks.group(1);
        if (problems(example).isEmpty()) {
          examples++;
          assertThat(complaints(example).orElseThrow()).as(page + ":\n" + example).isEmpty();
        }
      }
    }
    assertThat(examples).isGreaterThan(6);
  }

  /** An unknown key's problem lists what the reader knows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zzz: 1 | ",
        "dataset: {name: mnist, zzz: 1} | dataset",
        "finals: {zzz: 1} | finals",
        "metric: {name: val_loss, zzz: 1} | metric",
        "training: {zzz: 1} | training",
        "training: {augmentation: {zzz: 1}} | training.augmentation",
        "training: {early_stopping: {monitor: val_loss, patience: 1, zzz: 1}} |"
            + " training.early_stopping",
        "training: {reduce_lr: {monitor: val_loss, patience: 1, factor: 0.5, zzz: 1}} |"
            + " training.reduce_lr",
        "training: {federated: {clients: 2, zzz: 1}} | training.federated",
        "forbid: [{l2: {zzz: 1, above: 2}}] | condition"
      })
  void schema_keys_areThoseOfTheReader(String keys, @Nullable String path) {
    String dataset = keys.startsWith("dataset") ? "" : "dataset: mnist\n";
    String file = dataset + "method: grid\nparameters: {l2: {value: 0.1}}\n" + keys;
    Matcher listed =
        problems(file).stream()
            .filter(problem -> problem.found().contains("zzz"))
            .map(problem -> Pattern.compile("one of (.*)").matcher(problem.expected()))
            .filter(Matcher::matches)
            .findFirst()
            .orElseThrow();
    Set<String> read = Stream.of(listed.group(1).split(", ", -1)).collect(Collectors.toSet());
    Set<String> described = keys(path);
    SweepFiles.ignoredKeys().forEach(described::remove);

    assertThat(described).isEqualTo(read);
  }

  private static Set<String> keys(@Nullable String path) {
    JsonNode node = MAPPER.valueToTree(JSON);
    if ("dataset".equals(path)) {
      node = node.at("/properties/dataset/anyOf/1");
    } else if ("condition".equals(path)) {
      node = node.at("/definitions/condition/additionalProperties/anyOf/2");
    } else if (path != null) {
      for (String key : path.split("\\.", -1)) {
        node = node.path("properties").path(key);
      }
    }
    Set<String> keys = new HashSet<>();
    node.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void schema_everyKey_saysWhatItIs() {
    JsonNode properties = MAPPER.<JsonNode>valueToTree(JSON).path("properties");

    for (Map.Entry<String, JsonNode> key : properties.properties()) {
      assertThat(key.getValue().path("description").asText()).as(key.getKey()).isNotEmpty();
    }
    assertThat(properties.at("/parameters/properties/learning_rate/description").asText())
        .contains("step size");
    assertThat(properties.at("/training/properties/epochs/default").asInt()).isEqualTo(10);
    assertThat(properties.at("/method/enum").toString()).contains("bayes", "qmc");
  }
}
