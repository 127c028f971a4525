package dev.trawl.export;

import dev.trawl.export.onnx.OnnxFormat;
import dev.trawl.export.tflite.TfliteFormat;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The formats that a model can be exported in. Immutable. */
public final class ModelFormats {
  /** The register: a new format is one line here. */
  private static final List<ModelFormat> ALL =
      List.of(
          new Deeplearning4jFormat(),
          OnnxFormat.floats(),
          OnnxFormat.eightBits(),
          TfliteFormat.floats(),
          TfliteFormat.eightBits());

  private static final List<String> DEFAULTS = List.of("dl4j", "onnx");

  private final List<ModelFormat> formats;

  /** Those that there are. */
  public ModelFormats() {
    this(ALL);
  }

  /**
   * Others.
   *
   * @throws IllegalArgumentException when two have the same key or write the same file
   */
  public ModelFormats(List<ModelFormat> formats) {
    this.formats = List.copyOf(formats);
    Set<String> seen = new LinkedHashSet<>();
    for (ModelFormat format : formats) {
      for (String name : format.files()) {
        if (!seen.add(name)) {
          throw new IllegalArgumentException(
              "need one format for each file, found two for " + name);
        }
      }
      if (!seen.add("--format " + format.key())) {
        throw new IllegalArgumentException(
            "need one format for each key, found two for " + format.key());
      }
    }
  }

  /** What {@code --format} may name, in the register's order. */
  public List<String> keys() {
    return formats.stream().map(ModelFormat::key).toList();
  }

  /** All, in the register's order. */
  List<ModelFormat> all() {
    return formats;
  }

  /** The format of this key. */
  public Optional<ModelFormat> find(String key) {
    return formats.stream().filter(format -> format.key().equals(key)).findFirst();
  }

  /** What an export is written in when nothing else is asked for. */
  public List<ModelFormat> defaults() {
    return formats.stream().filter(format -> DEFAULTS.contains(format.key())).toList();
  }

  /** Every file that some format writes. */
  Collection<String> files() {
    return formats.stream().flatMap(format -> format.files().stream()).toList();
  }
}
