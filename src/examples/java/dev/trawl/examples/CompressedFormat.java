package dev.trawl.examples;

import dev.trawl.export.ModelFormat;
import dev.trawl.export.ModelInfo;
import dev.trawl.export.NetworkPredictor;
import dev.trawl.export.TrainedModel;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.Network;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Deeplearning4j's model file, compressed. */
public final class CompressedFormat implements ModelFormat {
  private static final String FILE = "model.zip.gz";

  @Override
  public String key() {
    return "dl4j-gz";
  }

  @Override
  public String name() {
    return "deeplearning4j-gzip";
  }

  @Override
  public List<String> files() {
    return List.of(FILE);
  }

  @Override
  public void write(TrainedModel model, Path folder) throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve(FILE));
        OutputStream compressed = new GZIPOutputStream(file)) {
      compressed.write(model.network().writeForInference());
    }
  }

  @Override
  public Predictor open(Path folder) throws IOException {
    try (InputStream file = Files.newInputStream(folder.resolve(FILE));
        InputStream model = new GZIPInputStream(file)) {
      return NetworkPredictor.compiled(
          Network.read(model.readAllBytes()), ModelInfo.read(folder).images());
    }
  }
}
