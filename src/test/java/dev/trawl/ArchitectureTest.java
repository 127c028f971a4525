package dev.trawl;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house of src/docs/design.md: which room may use which, and where third parties live. */
class ArchitectureTest {
  private static final String BASE = "dev.trawl.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.trawl");

  private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

  static {
    MAY_USE.put("draft", List.of());
    MAY_USE.put("sweep", List.of());
    MAY_USE.put("sweep.yaml", List.of());
    MAY_USE.put("sweep.read", List.of("sweep", "sweep.yaml"));
    MAY_USE.put("sweep.schema", List.of("sweep", "sweep.yaml", "sweep.read"));
    MAY_USE.put("track", List.of("sweep"));
    MAY_USE.put("data", List.of("sweep"));
    MAY_USE.put("model", List.of("sweep"));
    MAY_USE.put("train", List.of("sweep", "track", "data", "model"));
    MAY_USE.put("train.federated", List.of("sweep", "track", "data", "model", "train"));
    MAY_USE.put("train.onednn", List.of("sweep", "model", "train.update"));
    MAY_USE.put("train.update", List.of("model"));
    MAY_USE.put("search", List.of("sweep", "track"));
    MAY_USE.put("search.arbiter", List.of("search", "sweep", "track"));
    MAY_USE.put("search.finals", List.of("search", "sweep", "track"));
    MAY_USE.put("search.stopping", List.of("search", "sweep", "track"));
    MAY_USE.put("search.tpe", List.of("search", "sweep", "track"));
    MAY_USE.put("runner", List.of("sweep", "track", "search", "train", "data"));
    MAY_USE.put("spark", List.of("sweep", "search", "track", "data", "model", "train"));
    MAY_USE.put("replay", List.of("sweep", "track", "search", "runner", "svg"));
    MAY_USE.put("store", List.of("draft", "sweep", "track"));
    MAY_USE.put("store.file", List.of("track"));
    MAY_USE.put("store.database", List.of("draft", "track", "store.file"));
    MAY_USE.put("store.table", List.of("sweep", "track", "store.file", "store.database"));
    MAY_USE.put(
        "store.backup", List.of("draft", "track", "store.file", "store.database", "store.table"));
    MAY_USE.put("tracking", List.of("sweep", "track", "store"));
    MAY_USE.put("analysis", List.of("sweep", "track"));
    MAY_USE.put("wire", List.of("sweep", "track", "analysis"));
    MAY_USE.put("notify", List.of("sweep", "track", "analysis", "wire"));
    MAY_USE.put("export", List.of("draft", "sweep", "track", "data", "model", "train", "analysis"));
    MAY_USE.put("svg", List.of());
    MAY_USE.put("report", List.of("sweep", "track", "analysis", "svg"));
    MAY_USE.put("http", List.of());
    MAY_USE.put("serving", List.of("http", "export.predict"));
    MAY_USE.put(
        "dashboard",
        List.of(
            "http",
            "sweep",
            "search",
            "track",
            "wire",
            "analysis",
            "report",
            "runner",
            "export",
            "serving"));
    MAY_USE.put("cli.text", List.of("sweep", "track", "analysis"));
    MAY_USE.put("cli.progress", List.of("sweep", "track", "cli.text"));
  }

  @Test
  void rooms_useEachOther_alongTheArrowsOnly() {
    MAY_USE.forEach(
        (room, others) -> {
          String[] allowed =
              Stream.concat(Stream.of(room), others.stream())
                  .map(name -> BASE + name + "..")
                  .toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage(BASE + room + "..")
              .should()
              .dependOnClassesThat(
                  resideInAPackage("dev.trawl..").and(resideOutsideOfPackages(allowed)))
              .because("src/docs/design.md says what %s may use: %s".formatted(room, others))
              .allowEmptyShould(true)
              .check(CLASSES);
        });
  }

  @Test
  void store_isUsed_byItsTwoDoors() {
    String[] behind = {BASE + "store.file..", BASE + "store.database..", BASE + "store.table.."};
    noClasses()
        .that(resideOutsideOfPackage(BASE + "store.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(behind)
        .because("others use store for what is tracked, and store.backup for a whole database")
        .check(CLASSES);
    noClasses()
        .that(resideInAPackage(BASE + "store"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE + "store.file..", BASE + "store.backup..")
        .because("the roles of a store are made of tables and transactions")
        .check(CLASSES);
  }

  @Test
  void search_itsMethodsAndRules_knowNotEachOther() {
    slices().matching("dev.trawl.search.(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void sweep_itsRecords_knowNoReader() {
    noClasses()
        .that(resideInAPackage(BASE + "sweep"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + "sweep.read..")
        .because("a sweep can be described without a file")
        .check(CLASSES);
  }

  @Test
  void rooms_together_haveNoCycle() {
    slices().matching("dev.trawl.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void rooms_onDisk_areThoseOfTheDesign() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src/main/java/dev/trawl"))) {
      assertThat(folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()))
          .allMatch(room -> room.equals("cli") || MAY_USE.containsKey(room));
    }
  }

  @Test
  void table_ofThePage_hasTheArrows() throws IOException {
    Map<String, List<String>> table = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("src/docs/design.md"))) {
      String[] cells = line.split("\\|", -1);
      if (line.startsWith("| `") && cells.length == 5) {
        String uses = cells[3].strip().replace("`", "");
        table.put(
            cells[1].strip().replace("`", ""),
            uses.isEmpty() ? List.of() : List.of(uses.split(", ", -1)));
      }
    }
    assertThat(table).isEqualTo(MAY_USE);
  }

  @Test
  void thirdParties_stayInTheirRooms() {
    only("org.deeplearning4j.arbiter..", "search.arbiter");
    only("org.hipparchus..", "search.arbiter");
    only("org.apache.commons.statistics..", "search", "analysis");
    only("org.apache.commons.numbers..", "search");
    only("io.javalin..", "http", "dashboard", "serving");
    only("picocli..", "cli");
    only("org.jline..", "cli");
    only("org.h2..", "store");
    only("org.jdbi..", "store");
    only("java.sql..", "store");
    only("org.flywaydb..", "store");
    only("com.zaxxer..", "store");
    only("org.nd4j..", "data", "model", "train", "export", "search", "runner");
    only("org.deeplearning4j.nn..", "model", "train.onednn", "train.update", "export.graph");
    only("org.deeplearning4j.optimize..", "model", "train.onednn");
    noClasses()
        .that()
        .resideInAPackage(BASE + "export.predict..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            BASE + "export.predict..",
            "java..",
            "javax.imageio..",
            "org.jspecify..",
            "com.fasterxml.jackson..",
            "ai.onnxruntime..")
        .because("a server of models has neither ND4J nor the rest of the house")
        .check(CLASSES);
    only("org.apache.spark..", "spark");
    only("org.yaml..", "sweep.yaml");
    only("com.samskivert..", "report");
    only("ai.onnxruntime..", "export.predict");
    only("onnx..", "export.onnx");
    only("org.nd4j.shade.protobuf..", "export.onnx");
    only("com.google.flatbuffers..", "export.tflite");
    only("org.bytedeco.tensorflowlite..", "export.tflite");
  }

  private static void only(String thirdParty, String... rooms) {
    String[] packages = Stream.of(rooms).map(room -> BASE + room + "..").toArray(String[]::new);
    noClasses()
        .that(resideInAPackage("dev.trawl.."))
        .and()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(thirdParty)
        .because("%s belongs to %s".formatted(thirdParty, String.join(", ", rooms)))
        .check(CLASSES);
  }

  @Test
  void packages_all_areNullMarkedAndSayWhatTheyAreFor() {
    classes()
        .that(resideOutsideOfPackage("org.."))
        .should()
        .resideInAnyPackage(
            CLASSES.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .filter(type -> type.isAnnotatedWith(NullMarked.class))
                .map(type -> type.getPackageName())
                .collect(Collectors.toSet())
                .toArray(String[]::new))
        .check(CLASSES);
  }

  /** One word, one thing. */
  @Test
  void types_ofDifferentRooms_haveNamesOfTheirOwn() {
    Map<String, List<String>> named =
        CLASSES.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getPackageName, Collectors.toList())));
    named.values().removeIf(rooms -> rooms.size() == 1);
    assertThat(named).isEmpty();
  }

  /**
   * An instanceof passes over a case that is added later; a fold or a visitor doesn't compile
   * without it.
   */
  @Test
  void sealedTypes_areTakenApart_byThemselvesOnly() {
    List<String> checks =
        CLASSES.stream()
            .flatMap(type -> type.getInstanceofChecks().stream())
            .filter(check -> check.getRawType().getPackageName().startsWith("dev.trawl"))
            .filter(check -> isCaseOfASealedType(check.getRawType()))
            .filter(
                check ->
                    !outermost(check.getRawType()).equals(outermost(check.getOwner().getOwner())))
            .map(InstanceofCheck::toString)
            .toList();
    assertThat(checks).as("need a fold or a visitor").isEmpty();
  }

  private static boolean isCaseOfASealedType(JavaClass type) {
    return type.getAllRawInterfaces().stream()
        .filter(each -> each.getPackageName().startsWith("dev.trawl"))
        .anyMatch(each -> each.reflect().isSealed());
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  @Test
  void standardStreams_areUsedByCliOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.trawl.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }
}
