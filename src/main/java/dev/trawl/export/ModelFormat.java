package dev.trawl.export;

import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.predict.FormatRecord.Tensor;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A kind of model file. Stateless; register it in {@link ModelFormats}. */
public interface ModelFormat {
  /** What {@code --format} calls it, such as {@code dl4j}. */
  String key();

  /** What {@code model.json} calls it, such as {@code deeplearning4j}. */
  default String name() {
    return key();
  }

  /** The files that it writes, at least one; no other format's. */
  List<String> files();

  /** A few lines of Java that use the files, for the model card; empty where there are none. */
  default String usage() {
    return "";
  }

  /** What goes in, for {@code model.json}. */
  default Tensor input(ModelInfo info) {
    ImageShape images = info.images();
    return new Tensor(
        "in",
        "float32",
        List.of(-1, images.channels(), images.height(), images.width()),
        "NCHW",
        "pixel / 255");
  }

  /** What comes out, for {@code model.json}. */
  default Tensor output(ModelInfo info) {
    return new Tensor(
        "probabilities", "float32", List.of(-1, info.labels().size()), "NC", "probability");
  }

  /** Whether numbers are rounded to 8 bits, so that some predictions may differ. */
  default boolean isQuantised() {
    return false;
  }

  /**
   * Writes the files. The same model gives the same bytes.
   *
   * @param folder exists
   * @throws UnsupportedLayerException when the format can't hold the network, with the layer that
   *     it can't
   */
  void write(TrainedModel model, Path folder) throws IOException, UnsupportedLayerException;

  /**
   * The model as it was written, from the folder alone: from {@link #files} and the {@link
   * ModelInfo} there.
   *
   * @throws IOException when the folder holds no such model, with what was found
   */
  Predictor open(Path folder) throws IOException;

  /** Every way in which others run the files; each is verified, before anything is exported. */
  default List<Opening> openings() {
    return List.of(this::open);
  }

  /** One way to run what is in a folder: {@link #open}, or another. */
  @FunctionalInterface
  interface Opening {
    Predictor open(Path folder) throws IOException;
  }
}
