package dev.trawl.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.model.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model takes and gives: images of this shape, whose pixels are divided by 255, and a
 * probability for each label, in this order. Part of {@code model.json}.
 */
public record ModelInfo(ImageShape images, List<String> labels) {
  static final String FILE = "model.json";

  private static final String LABELS = "labels";
  private static final String PREPROCESSING = "preprocessing";
  private static final JsonMapper JSON = new JsonMapper();

  public ModelInfo {
    labels = List.copyOf(labels);
    if (labels.size() < 2) {
      throw new IllegalArgumentException("need at least two labels, found " + labels);
    }
  }

  /**
   * Reads it from an exported folder.
   *
   * @throws IOException when {@code model.json} isn't there or says something else
   */
  public static ModelInfo read(Path folder) throws IOException {
    JsonNode json = JSON.readTree(Files.readString(folder.resolve(FILE)));
    JsonNode shape = json.path(PREPROCESSING);
    List<String> labels = new ArrayList<>();
    json.path(LABELS).forEach(label -> labels.add(label.asText()));
    try {
      return new ModelInfo(
          new ImageShape(
              shape.path("channels").asInt(),
              shape.path("height").asInt(),
              shape.path("width").asInt()),
          labels);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(FILE, e.getMessage()), e);
    }
  }

  /** As much of {@code model.json} as it takes to open a model. */
  public void write(Path folder) throws IOException {
    Files.writeString(folder.resolve(FILE), JSON.writeValueAsString(asMap()));
  }

  /** What a file of the model itself says, for whoever has no {@code model.json}. */
  public SortedMap<String, String> asMetadata() {
    try {
      return new TreeMap<>(
          Map.of(
              "trawl.labels",
              JSON.writeValueAsString(labels),
              "trawl.preprocessing",
              "raw pixels from 0 to 255, %d × %d × %d"
                  .formatted(images.channels(), images.height(), images.width())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // A list of texts is JSON.
    }
  }

  /** By the keys of {@code model.json}, in its order. */
  Map<String, Object> asMap() {
    Map<String, Object> preprocessing = new LinkedHashMap<>();
    preprocessing.put("input", "[batch, channels, height, width]");
    preprocessing.put("channels", images.channels());
    preprocessing.put("height", images.height());
    preprocessing.put("width", images.width());
    preprocessing.put("type", "float32");
    preprocessing.put("scale", "pixel / 255");
    preprocessing.put("output", "[batch, classes], probabilities in the order of labels");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(LABELS, labels);
    json.put(PREPROCESSING, preprocessing);
    return json;
  }
}
