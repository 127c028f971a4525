package dev.trawl.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.draft.Draft;
import dev.trawl.export.ExportedModel.ExportedFile;
import dev.trawl.export.predict.FormatRecord;
import dev.trawl.track.ModelName;
import dev.trawl.track.ModelRegistry;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.NewFile;
import dev.trawl.track.ModelVersion.Verified;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Registers runs' verified exports as versions of models, and writes their folders again. Safe for
 * use by many threads.
 */
public final class RegisteredModels {
  private static final JsonMapper JSON = new JsonMapper();

  private final ModelRegistry registry;
  private final Exporter exporter;

  public RegisteredModels(ModelRegistry registry, Exporter exporter) {
    this.registry = registry;
    this.exporter = exporter;
  }

  /** A version that was registered, and what was exported for it. */
  public record Added(ModelVersion version, ExportedModel model) {}

  /**
   * Exports a run, as {@link Exporter#export} does, and registers what was written. Its {@code
   * model.json} has the model's name and the version's number.
   *
   * @throws ExportException when the run can't be exported
   * @throws IllegalArgumentException for a name that {@link ModelName#of} refuses
   */
  public Added add(String runId, String name, ExportOptions options) throws ExportException {
    String model = ModelName.of(name); // before the export, which takes a while
    try (Draft draft = Draft.elsewhere("trawl-model-")) {
      Path folder = draft.resolve("model");
      ExportedModel exported = exporter.export(runId, folder, options);
      Map<String, Verified> verified = verified(exported);
      Map<String, byte[]> contents = new LinkedHashMap<>();
      for (ExportedFile file : exported.files()) {
        contents.put(file.name(), Files.readAllBytes(folder.resolve(file.name())));
      }
      byte[] description = Objects.requireNonNull(contents.get(ModelInfo.FILE));
      ModelVersion version =
          registry.registerModel(
              model,
              runId,
              number -> {
                contents.put(ModelInfo.FILE, named(description, model, number));
                return contents.entrySet().stream()
                    .map(
                        file ->
                            new NewFile(
                                file.getKey(), file.getValue(), verified.get(file.getKey())))
                    .toList();
              });
      return new Added(version, exported);
    } catch (IOException e) {
      throw new ExportException("the model could not be registered: " + Exporter.cause(e), e);
    }
  }

  private static Map<String, Verified> verified(ExportedModel exported) {
    Map<String, Verified> verified = new HashMap<>();
    for (ExportedFormat format : exported.formats()) {
      FormatRecord record = format.record();
      verified.put(record.file(), new Verified(record.format(), record.correct(), record.images()));
    }
    return verified;
  }

  private static byte[] named(byte[] description, String name, int version) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(description);
      json.put("name", name);
      json.put("version", String.valueOf(version));
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    } catch (IOException e) {
      throw new IllegalStateException("need the JSON of an export, found " + e.getMessage(), e);
    }
  }

  /**
   * Writes a version's folder to a place, as {@link Exporter#export} does.
   *
   * @param additions more files, of those that the exporter knows
   * @throws ExportException when it can't be written there
   * @throws StoreException when a file is damaged or lost, with its name
   */
  public ExportedModel export(ModelVersion version, Path directory, List<FolderAddition> additions)
      throws ExportException {
    try {
      return exporter.place(directory).write(folder -> fill(version, folder, additions));
    } catch (IOException e) {
      throw Exporter.unwritten(directory, e);
    }
  }

  private ExportedModel fill(ModelVersion version, Path folder, List<FolderAddition> additions)
      throws IOException {
    new RegisteredFiles(registry).write(version, folder);
    List<String> names = new ArrayList<>();
    version.files().forEach(file -> names.add(file.path()));
    for (FolderAddition addition : additions) {
      addition.write(folder);
      names.addAll(addition.files());
    }
    List<ExportedFile> files = new ArrayList<>();
    for (String name : names) {
      files.add(ModelFolder.describe(folder.resolve(name)));
    }
    double accuracy =
        version.verified().stream().mapToDouble(Verified::accuracy).findFirst().orElse(Double.NaN);
    return new ExportedModel(version.runId(), folder, accuracy, files, List.of());
  }
}
