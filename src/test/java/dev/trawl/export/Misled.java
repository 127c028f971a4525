package dev.trawl.export;

import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.predict.Predictor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another format, whose predictor gives each class the probability of the one before. */
record Misled(ModelFormat format) implements ModelFormat {
  @Override
  public String key() {
    return "misled";
  }

  @Override
  public String name() {
    return "misled";
  }

  @Override
  public List<String> files() {
    return format.files();
  }

  @Override
  public void write(TrainedModel model, Path folder) throws IOException, UnsupportedLayerException {
    format.write(model, folder);
  }

  @Override
  public Predictor open(Path folder) throws IOException {
    Predictor right = format.open(folder);
    return new Predictor() {
      @Override
      public String runtime() {
        return right.runtime() + ", misled";
      }

      @Override
      public float[] probabilities(byte[] images) {
        float[] found = right.probabilities(images);
        float[] moved = new float[found.length];
        System.arraycopy(found, 0, moved, 1, found.length - 1);
        moved[0] = found[found.length - 1];
        return moved;
      }

      @Override
      public void close() {
        right.close();
      }
    };
  }
}
