package dev.trawl.export;

import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Another format, whose predictor gives each class the probability of the one before.
 *
 * @param images of which it does so
 * @param isQuantised whether it claims to have 8 bits
 */
record Misled(ModelFormat format, Predicate<ByteBuffer> images, boolean isQuantised)
    implements ModelFormat {
  @Override
  public String key() {
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
    ImageShape shape = ModelInfo.read(folder).images();
    int imageBytes = shape.channels() * shape.height() * shape.width();
    return new Predictor() {
      @Override
      public String runtime() {
        return right.runtime() + ", misled";
      }

      @Override
      public float[] probabilities(byte[] pixels) {
        int count = pixels.length / imageBytes;
        float[] found = right.probabilities(pixels);
        int classes = found.length / count;
        float[] moved = found.clone();
        for (int i = 0; i < count; i++) {
          if (images.test(ByteBuffer.wrap(pixels, i * imageBytes, imageBytes))) {
            for (int label = 0; label < classes; label++) {
              moved[i * classes + (label + 1) % classes] = found[i * classes + label];
            }
          }
        }
        return moved;
      }

      @Override
      public void close() {
        right.close();
      }
    };
  }
}
