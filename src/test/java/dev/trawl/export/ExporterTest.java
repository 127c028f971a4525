package dev.trawl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.data.ImageSet;
import dev.trawl.examples.CompressedFormat;
import dev.trawl.export.onnx.OnnxFormat;
import dev.trawl.export.predict.FormatRecord;
import dev.trawl.export.predict.ModelRecord;
import dev.trawl.export.predict.OnnxPredictor;
import dev.trawl.export.predict.Predictor;
import dev.trawl.export.tflite.TfliteFormat;
import dev.trawl.model.Architectures;
import dev.trawl.model.Network;
import dev.trawl.runner.Scheduling;
import dev.trawl.runner.SweepRunner;
import dev.trawl.search.Searches;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.testkit.TestCache;
import dev.trawl.track.Evaluation;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.train.EpochRules;
import dev.trawl.train.TrainerFactory;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real run on a part of the real MNIST, exported. */
class ExporterTest {
  private static final String SWEEP =
      """
      name: export
      dataset: {name: mnist, train_limit: 400, test_limit: 300}
      method: grid
      metric: {name: val_accuracy, goal: maximize}
      parameters: {filters: {value: [4, 8]}, dropout: {value: 0.2}}
      training: {epochs: 2}
      """;

  private static final Datasets DATASETS = new Datasets(TestCache.datasets(), line -> {});
  private static final SweepFiles FILES =
      new SweepFiles(DATASETS, new Architectures(), Searches.standard(), EpochRules.standard());

  /** The run's export in the default formats. */
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path shared;

  private static RunStore store;
  private static Exporter exporter;
  private static Run run;
  private static ExportedModel exported;

  @BeforeAll
  static void train() throws Exception {
    Clock clock = Clock.systemUTC();
    store = H2RunStore.open("jdbc:h2:mem:export", clock);
    exporter = exporter(new ModelFormats());
    SweepSource source = new SweepSource("export.yaml", SWEEP, List.of());
    Sweep sweep =
        new SweepRunner(
                store,
                new TrainerFactory(DATASETS, new Architectures(), EpochRules.standard()),
                Searches.standard(),
                Owner::ofThisProcess,
                Scheduling.standard(),
                work -> new Thread(work).start(),
                clock)
            .start(source, FILES.read(source).spec(), List.of())
            .await();
    run = store.runs(sweep.id(), RunQuery.ALL).get(0);
    exported = exporter.export(run.id(), best());
  }

  private static Path best() {
    return shared.resolve("best");
  }

  private static Exporter exporter(ModelFormats formats) {
    return new Exporter(store, FILES, DATASETS, formats, Clock.systemUTC());
  }

  private static ExportOptions options(List<ModelFormat> formats) {
    return new ExportOptions(formats, ExportOptions.TOLERANCE);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void export_aFinishedRun_writesAModelThatPredictsTheSame() throws Exception {
    assertThat(exported.testAccuracy()).isEqualTo(run.metrics().get("test_accuracy"));
    JsonNode json = new ObjectMapper().readTree(best().resolve("model.json").toFile());
    assertThat(json.at("/test/images").asInt()).isEqualTo(300);
    assertThat(json.at("/labels")).hasSize(10);
    assertThat(json.at("/model_file/sha256").asText()).isEqualTo(exported.files().get(0).sha256());
    Network network = Network.read(Files.readAllBytes(best().resolve("model.zip")));
    assertThat(network.weights()).isEqualTo(json.get("weights").asLong());
    assertThat(best().resolve("model-card.md"))
        .content()
        .contains("# export, run 1", "| dropout | 0.2 |", "95 % interval")
        .contains("Measured again from `model.zip`: the same counts, class by class,")
        .doesNotContain("8 bits");
  }

  @Test
  void export_whereOtherFilesAre_isRefused(@TempDir Path folder) throws Exception {
    Files.createDirectory(folder.resolve("photos"));
    Files.writeString(folder.resolve("photos/cat.txt"), "mine");
    Files.writeString(folder.resolve("photos/model.json"), "somebody else's");

    assertThatThrownBy(() -> exporter.export(run.id(), folder.resolve("photos")))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith("need an empty folder or an earlier export, found other files in ");
    assertThat(folder.resolve("photos/cat.txt")).hasContent("mine");
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("photos"));
  }

  @Test
  void export_inSeveralFormats_writesAndVerifiesEachAndTellsTheSteps(@TempDir Path folder)
      throws Exception {
    List<ModelFormat> both = List.of(new Deeplearning4jFormat(), new CompressedFormat());
    List<String> steps = new ArrayList<>();

    ExportedModel model =
        exporter(new ModelFormats(both))
            .export(
                run.id(),
                folder.resolve("best"),
                options(both),
                (step, done, of) -> steps.add("%d of %d: %s".formatted(done, of, step)));

    assertThat(model.files())
        .extracting(ExportedModel.ExportedFile::name)
        .containsExactly(
            "model.zip", "model.zip.gz", "model.json", "model-card.md", "example.json");
    assertThat(steps)
        .containsExactly(
            "0 of 9: loading the data",
            "1 of 9: predicting the test images",
            "2 of 9: writing dl4j",
            "3 of 9: writing dl4j-gz",
            "4 of 9: verifying dl4j",
            "5 of 9: verifying dl4j-gz",
            "6 of 9: measuring the speed",
            "7 of 9: describing the folder",
            "8 of 9: moving the folder to its place");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verifying", "moving"})
  void export_thatIsEnded_leavesNothing(String last, @TempDir Path folder) {
    ExportProgress progress =
        (step, done, of) -> {
          if (step.startsWith(last)) {
            throw new ExportException("not wanted any more");
          }
        };
    ExportOptions options = options(List.of(new Deeplearning4jFormat()));

    assertThatThrownBy(() -> exporter.export(run.id(), folder.resolve("best"), options, progress))
        .hasMessage("not wanted any more");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void export_withAnAddition_hasItsFilesAndIsReplacedByOneWithout(@TempDir Path folder)
      throws Exception {
    FolderAddition note =
        new FolderAddition() {
          @Override
          public List<String> files() {
            return List.of("note.txt");
          }

          @Override
          public void write(Path into) throws IOException {
            Files.writeString(
                into.resolve("note.txt"), Files.readString(into.resolve("model.json")));
          }
        };
    ModelFormats known = new ModelFormats();
    Exporter exporter =
        new Exporter(store, FILES, DATASETS, known, List.of(note), Clock.systemUTC());
    List<ModelFormat> formats = List.of(new Deeplearning4jFormat());
    ExportOptions with = new ExportOptions(formats, ExportOptions.TOLERANCE, List.of(note));

    assertThat(exporter.export(run.id(), folder.resolve("best"), with).files())
        .extracting(ExportedModel.ExportedFile::name)
        .containsExactly("model.zip", "model.json", "model-card.md", "example.json", "note.txt");
    assertThat(folder.resolve("best/note.txt")).content().contains("\"formats\"");
    exporter.export(run.id(), folder.resolve("best"), options(formats));
    assertThat(folder.resolve("best/note.txt")).doesNotExist();
  }

  @Test
  void export_inOnnx_isARecordThatPredictsFromTheFolderAlone() throws Exception {
    Path best = best();
    ModelRecord model = ModelRecord.read(best);
    assertThat(model.name()).isEqualTo("export");
    assertThat(model.version()).isEqualTo("1");
    assertThat(model.formats())
        .extracting(FormatRecord::file)
        .containsExactly("model.zip", "model.onnx");
    FormatRecord onnx = model.find("onnx").orElseThrow();
    assertThat(onnx.accuracy()).isEqualTo(run.metrics().get("test_accuracy"));
    assertThat(onnx.input().dtype()).isEqualTo("uint8");
    ImageSet test = test();
    try (Predictor predictor = OnnxPredictor.open(best, model, onnx, 1)) {
      Evaluation found = ClassProbabilities.of(predictor, test).evaluation(test);
      assertThat(found.correct()).isEqualTo(onnx.correct());
    }
    assertThat(best.resolve("MLmodel"))
        .content()
        .contains("    loader_module: mlflow.onnx\n", "\"shape\":[-1,1,28,28]");
    assertThat(snippet(best))
        .isEqualTo(
            new ObjectMapper()
                .readTree(best.resolve("example.json").toFile())
                .at("/answer/prediction")
                .asInt());
  }

  /** The class that the model card's own Java, compiled as it stands there, gives the example. */
  private static int snippet(Path best) throws Exception {
    String card = Files.readString(best.resolve("model-card.md"));
    assertThat(card).startsWith("---\nlibrary_name: onnx\n").contains("| onnx | `model.onnx` |");
    String code = card.substring(card.indexOf("```java\n// com.microsoft") + 8);
    code = code.substring(0, code.indexOf("```"));
    code = code.replace("\"model.onnx\"", "\"" + best.resolve("model.onnx") + "\"");
    Path java = Files.createDirectories(best.resolve("java"));
    Path source = java.resolve("Snippet.java");
    Files.writeString(
        source, "import ai.onnxruntime.*;\npublic class Snippet {\npublic\n" + code + "}\n");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path");
    assertThat(compiler.run(null, null, null, "-cp", classPath, "-proc:none", source.toString()))
        .isZero();
    JsonNode image =
        new ObjectMapper().readTree(best.resolve("example.json").toFile()).at("/request/image/0");
    ByteBuffer pixels = ByteBuffer.allocateDirect(28 * 28);
    image.forEach(row -> row.forEach(pixel -> pixels.put((byte) pixel.asInt())));
    pixels.rewind();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {java.toUri().toURL()})) {
      Class<?> type = loader.loadClass("Snippet");
      Object made = type.getConstructor().newInstance();
      float[][] found =
          (float[][])
              type.getMethod("predict", ByteBuffer.class, long[].class)
                  .invoke(made, pixels, new long[] {1, 1, 28, 28});
      int most = 0;
      for (int i = 1; i < found[0].length; i++) {
        most = found[0][i] > found[0][most] ? i : most;
      }
      return most;
    }
  }

  /** Its predictor takes each class for the next one. */
  @Test
  void export_inAFormatThatPredictsOtherwise_isRefused(@TempDir Path folder) {
    ModelFormat wrong = new Misled(new CompressedFormat(), image -> true, false);

    assertThatThrownBy(
            () -> exporter.export(run.id(), folder.resolve("best"), options(List.of(wrong))))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(
            "need the run's test accuracy %s and loss ", run.metrics().get("test_accuracy"))
        .hasMessageEndingWith(" from the exported model on Trawl's program, misled");
    assertThat(folder).isEmptyDirectory();
  }

  /** A third of a point for each of 300 images. */
  @Test
  void export_in8BitsThatLoseMoreThanMayBe_isRefusedAndLeavesNothing(@TempDir Path folder)
      throws Exception {
    List<ByteBuffer> right = right(2);
    ModelFormat losing = new Misled(new CompressedFormat(), right.subList(0, 1)::contains, true);
    ModelFormat bad = new Misled(new CompressedFormat(), right::contains, true);

    ExportedModel model =
        exporter.export(run.id(), folder.resolve("best"), options(List.of(losing)));
    assertThat(new FormatComparison(model.formats(), ExportOptions.TOLERANCE).notes())
        .anySatisfy(
            note ->
                assertThat(note)
                    .matches(
                        "misled: -0\\.33 points of accuracy \\(95 % -.* McNemar's p 1\\.00\\)\\."
                            + " These 300 images can't show that it loses less than 0\\.50"
                            + " points\\."));
    JsonNode described =
        new ObjectMapper().readTree(folder.resolve("best/model.json").toFile()).at("/formats/0");
    assertThat(described.get("calibration"))
        .hasToString("{\"method\":\"min-max\",\"images\":%d}".formatted(trained()));
    assertThat(folder.resolve("best/model-card.md"))
        .content()
        .contains(
            "Measured from `model.zip.gz`; when the run ended, its network had %d of them right."
                .formatted(described.get("correct").asInt() + 1),
            "8 bits are calibrated by min-max over %d training images, evenly spread."
                .formatted(trained()));
    assertThatThrownBy(
            () -> exporter.export(run.id(), folder.resolve("worse"), options(List.of(bad))))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(
            "misled: need no more than 0.50 points of accuracy lost in 8 bits, found 0.67: ");
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("best"));
    ExportOptions tolerant = new ExportOptions(List.of(bad), 0.007);
    assertThat(exporter.export(run.id(), folder.resolve("other"), tolerant).formats()).hasSize(1);
  }

  /** Whose floats aren't exported. */
  @Test
  void export_in8BitsAlone_comparesTheirSpeedWithFloats(@TempDir Path folder) throws Exception {
    ExportOptions alone = new ExportOptions(List.of(OnnxFormat.eightBits()), 1);

    ExportedModel model = exporter.export(run.id(), folder.resolve("best"), alone);

    assertThat(new FormatComparison(model.formats(), 1).notes().get(0))
        .startsWith("Speeds are against onnx: ");
    assertThat(model.formats().get(0).speed())
        .isNotEqualTo(model.formats().get(0).floats().speed());
    assertThat(folder.resolve("best")).isDirectoryNotContaining("glob:**model.onnx");
    assertThat(ModelRecord.read(folder.resolve("best")).formats())
        .extracting(FormatRecord::format)
        .containsExactly("onnx-int8");
  }

  /** In whatever order, and though only one of them is exported. */
  @Test
  void export_in8BitsOfTwoKinds_comparesEachWithItsOwnFloats(@TempDir Path folder)
      throws Exception {
    List<ModelFormat> formats =
        List.of(TfliteFormat.eightBits(), OnnxFormat.eightBits(), OnnxFormat.floats());

    ExportedModel model =
        exporter.export(run.id(), folder.resolve("best"), new ExportOptions(formats, 1));

    FormatComparison comparison = new FormatComparison(model.formats(), 1);
    assertThat(comparison.asMaps())
        .extracting(format -> format.get("format") + " " + format.get("compared_with"))
        .containsExactly("tflite-int8 tflite", "onnx-int8 onnx", "onnx onnx");
    assertThat(comparison.imageSpeedup(model.formats().get(2))).isEqualTo(1);
    assertThat(comparison.notes().get(0)).startsWith("Speeds are against tflite: ");
    assertThat(comparison.notes().get(1)).startsWith("Those of onnx-int8, onnx are against onnx: ");
    assertThat(folder.resolve("best")).isDirectoryNotContaining("glob:**model.tflite");
  }

  private static ImageSet test() throws Exception {
    return dataset().test();
  }

  /** How many images the run was trained on. */
  private static int trained() throws Exception {
    return dataset().train().size();
  }

  private static Dataset dataset() throws Exception {
    SweepSpec spec = FILES.read(new SweepSource("export.yaml", SWEEP, List.of())).spec();
    return DATASETS.load(spec.dataset(), spec.seed());
  }

  /** The first test images that the network has right. */
  private static List<ByteBuffer> right(int count) throws Exception {
    ImageSet test = test();
    List<ByteBuffer> right = new ArrayList<>();
    try (Predictor predictor = new Deeplearning4jFormat().open(best())) {
      int[] found = ClassProbabilities.of(predictor, test).classes();
      for (int i = 0; right.size() < count; i++) {
        if (found[i] == test.label(i)) {
          right.add(ByteBuffer.wrap(test.pixels(i)));
        }
      }
    }
    return right;
  }

  @Test
  void export_aRunThatIsNotFinished_saysSo(@TempDir Path folder) throws Exception {
    SweepSource source = new SweepSource("other.yaml", SWEEP, List.of("name=other"));
    Sweep sweep =
        store.createSweep(
            NewSweep.of(
                source,
                FILES.read(source).spec(),
                store.sweep(run.sweepId()).orElseThrow().dataset().orElseThrow(),
                1),
            Owner.ofThisProcess());
    Run scheduled =
        store.createRun(new NewRun(sweep.id(), 1, 1, Map.of("dropout", 0.1), 1, Map.of()));

    assertThatThrownBy(() -> exporter.export(scheduled.id(), folder.resolve("best")))
        .hasMessage("need a FINISHED run, found %s SCHEDULED".formatted(scheduled.id()));
    assertThatThrownBy(() -> exporter.export("nonsense", folder.resolve("best")))
        .hasMessage("need a run nonsense, found none");
    assertThat(folder.resolve("best")).doesNotExist();
  }
}
