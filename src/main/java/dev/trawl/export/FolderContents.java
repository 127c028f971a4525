package dev.trawl.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.data.ImageSet;
import dev.trawl.export.ExportVerification.Verified;
import dev.trawl.export.ExportedModel.ExportedFile;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.predict.FormatRecord;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.track.DatasetInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fills a model folder: writes each format, verifies and measures it, and describes them all. */
final class FolderContents {
  private static final String CARD_FILE = "model-card.md";

  private static final String EXAMPLE_FILE = "example.json";

  /** What is there beside the formats' files. */
  static final List<String> FILES =
      List.of(ModelInfo.FILE, CARD_FILE, EXAMPLE_FILE, MlflowDescription.FILE);

  private static final int SAMPLE = 1_000;

  private final ExportedRun exported;
  private final ExportOptions options;
  private final ModelFormats formats;
  private final Instant now;
  private final ExportSteps steps;

  FolderContents(
      ExportedRun exported,
      ExportOptions options,
      ModelFormats formats,
      Instant now,
      ExportSteps steps) {
    this.exported = exported;
    this.options = options;
    this.formats = formats;
    this.now = now;
    this.steps = steps;
  }

  ExportedModel fill(Path folder) throws IOException, ExportException {
    ModelInfo info = info(exported.recorded());
    info.write(folder);
    ImageSet test = exported.dataset().test();
    steps.begin("predicting the test images");
    ClassProbabilities expected;
    long weights;
    List<ModelFormat> measured = measured();
    Network network = Network.read(exported.checkpoint().model());
    try (Predictor predictor = NetworkPredictor.compiled(network, info.images())) {
      expected = ClassProbabilities.of(predictor, test);
      weights = network.weights();
      write(new TrainedModel(network, info, sample(exported.dataset().train())), measured, folder);
    }
    ExportVerification verification =
        new ExportVerification(test, exported.tested(), expected, options.tolerance());
    List<Verified> verified = new ArrayList<>();
    for (ModelFormat format : options.formats()) {
      steps.begin("verifying " + format.key());
      verified.add(verification.verify(format, folder));
    }
    steps.begin("measuring the speed");
    List<Speed> speeds = speeds(measured, folder, test);
    for (ModelFormat beside : measured.subList(options.formats().size(), measured.size())) {
      for (String file : beside.files()) {
        Files.delete(folder.resolve(file));
      }
    }
    List<ExportedFile> files = new ArrayList<>();
    List<ExportedFormat> described = new ArrayList<>();
    for (int i = 0; i < verified.size(); i++) {
      ModelFormat format = options.formats().get(i);
      List<ExportedFile> written = describe(folder, format.files());
      files.addAll(written);
      described.add(
          new ExportedFormat(
              record(format, info, written.get(0), verified.get(i)),
              verified.get(i).runtime(),
              format.isQuantised() ? sampled(exported.dataset().train()) : 0,
              verified.get(i).agreement(),
              speeds.get(i),
              ReferenceSpeed.of(format, measured, speeds)));
    }
    steps.begin("describing the folder");
    ModelDescription description =
        new ModelDescription(
            exported.sweep(),
            exported.run(),
            exported.epoch(),
            info,
            verified.get(0).evaluation(),
            exported.tested(),
            options.formats(),
            described,
            files.get(0),
            weights,
            now);
    Files.writeString(folder.resolve(ModelInfo.FILE), description.toJson());
    Files.writeString(folder.resolve(CARD_FILE), ModelCard.write(description));
    Files.writeString(folder.resolve(EXAMPLE_FILE), example(test, expected, info));
    for (ExportedFormat format : described) {
      if (format.record().format().equals("onnx")) {
        Files.writeString(
            folder.resolve(MlflowDescription.FILE),
            MlflowDescription.write(format.record(), exported.run().id(), now));
      }
    }
    files.addAll(
        describe(
            folder, FILES.stream().filter(name -> Files.exists(folder.resolve(name))).toList()));
    for (FolderAddition addition : options.additions()) {
      addition.write(folder);
      files.addAll(describe(folder, addition.files()));
    }
    steps.begin("moving the folder to its place"); // The last chance to end it.
    return new ExportedModel(
        exported.run().id(), folder, verified.get(0).evaluation().accuracy(), files, described);
  }

  /** The first test image as a request, and the network's answer. */
  private static String example(ImageSet test, ClassProbabilities expected, ModelInfo info)
      throws IOException {
    byte[] pixels = test.pixels(0);
    List<List<List<Integer>>> channels = new ArrayList<>();
    int next = 0;
    for (int channel = 0; channel < test.channels(); channel++) {
      List<List<Integer>> rows = new ArrayList<>();
      for (int row = 0; row < test.height(); row++) {
        List<Integer> numbers = new ArrayList<>();
        for (int column = 0; column < test.width(); column++) {
          numbers.add(Byte.toUnsignedInt(pixels[next++]));
        }
        rows.add(numbers);
      }
      channels.add(rows);
    }
    int predicted = expected.classes()[0];
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("prediction", predicted);
    answer.put("label", info.labels().get(predicted));
    answer.put("probabilities", expected.probabilities(0));
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("request", Map.of("image", channels));
    example.put("answer", answer);
    return new JsonMapper().writeValueAsString(example) + "\n";
  }

  private static ModelInfo info(DatasetInfo dataset) {
    return new ModelInfo(
        new ImageShape(dataset.channels(), dataset.height(), dataset.width()), dataset.labels());
  }

  /** Evenly over all, so that each class is in it as often as among the rest. */
  private static byte[] sample(ImageSet train) {
    int count = sampled(train);
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      sample.writeBytes(train.pixels((int) ((long) i * train.size() / count)));
    }
    return sample.toByteArray();
  }

  private static int sampled(ImageSet train) {
    return Math.min(SAMPLE, train.size());
  }

  /** What was asked for; and the floats of each that has 8 bits, to compare the speed with. */
  private List<ModelFormat> measured() {
    List<ModelFormat> measured = new ArrayList<>(options.formats());
    for (ModelFormat format : formats.all()) {
      if (!measured.contains(format)
          && options.formats().stream().anyMatch(each -> ReferenceSpeed.isOf(format, each))) {
        measured.add(format);
      }
    }
    return measured;
  }

  private void write(TrainedModel model, List<ModelFormat> wanted, Path folder)
      throws IOException, ExportException {
    for (ModelFormat format : wanted) {
      if (options.formats().contains(format)) {
        steps.begin("writing " + format.key());
      }
      try {
        format.write(model, folder);
      } catch (UnsupportedLayerException e) {
        throw new ExportException(
            "need layers that %s can hold, found %s; %s"
                .formatted(format.key(), e.getMessage(), holding(model, folder)),
            e);
      }
    }
  }

  /** Which formats can hold a network, in words; the folder is lost anyway. */
  private String holding(TrainedModel model, Path folder) throws IOException {
    List<String> able = new ArrayList<>();
    for (ModelFormat format : formats.all()) {
      if (canHold(format, model, folder)) {
        able.add(format.key());
      }
    }
    return able.isEmpty() ? "no format can" : "these can: " + String.join(", ", able);
  }

  private static boolean canHold(ModelFormat format, TrainedModel model, Path folder)
      throws IOException {
    try {
      format.write(model, folder);
      return true;
    } catch (UnsupportedLayerException e) {
      return false;
    }
  }

  private static List<Speed> speeds(List<ModelFormat> formats, Path folder, ImageSet test)
      throws IOException {
    List<Predictor> open = new ArrayList<>();
    try {
      for (ModelFormat format : formats) {
        open.add(format.open(folder));
      }
      return Speed.measure(open, test);
    } finally {
      open.forEach(Predictor::close);
    }
  }

  private static FormatRecord record(
      ModelFormat format, ModelInfo info, ExportedFile file, Verified verified) {
    return new FormatRecord(
        format.key(),
        file.name(),
        file.bytes(),
        file.sha256(),
        format.input(info),
        format.output(info),
        Math.toIntExact(verified.evaluation().correct()),
        Math.toIntExact(verified.evaluation().images()));
  }

  private static List<ExportedFile> describe(Path folder, List<String> names) throws IOException {
    List<ExportedFile> files = new ArrayList<>();
    for (String name : names) {
      files.add(ModelFolder.describe(folder.resolve(name)));
    }
    return files;
  }
}
