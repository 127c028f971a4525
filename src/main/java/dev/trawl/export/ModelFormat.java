package dev.trawl.export;

import dev.trawl.export.predict.Predictor;
import dev.trawl.model.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A kind of model file. Stateless; register it in {@link ModelFormats}. */
public interface ModelFormat {
  /** What {@code --format} calls it, such as {@code dl4j}. */
  String key();

  /** What {@code model.json} calls it, such as {@code deeplearning4j}. */
  String name();

  /** The files that it writes, at least one; no other format's. */
  List<String> files();

  /** A few lines of Java that use the files, for the model card; empty where there are none. */
  default String usage() {
    return "";
  }

  /**
   * Writes the files. The same network gives the same bytes.
   *
   * @param folder exists
   * @throws ExportException when the format can't hold the network, with the layer that it can't
   */
  void write(Network network, ModelInfo info, Path folder) throws IOException, ExportException;

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
