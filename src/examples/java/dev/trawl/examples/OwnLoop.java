package dev.trawl.examples;

import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.tracking.SweepDescription;
import dev.trawl.tracking.TrackedRun;
import dev.trawl.tracking.TrackedSweep;
import dev.trawl.tracking.Tracker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Softmax regression in a loop of its own, recorded by Trawl.
 *
 * <p>Arguments: the database's URL; a folder with the four IDX files of a data set; the name of a
 * finished sweep to join, or none for a sweep of its own.
 */
public final class OwnLoop {
  private static final int EPOCHS = 10;
  private static final double VALIDATION_PART = 0.2;

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    Images all = Images.read(folder, "train");
    Images test = Images.read(folder, "t10k");
    int validating = (int) (all.size() * VALIDATION_PART);
    Images validation = all.part(0, validating);
    Images train = all.part(validating, all.size());
    int classes = 1 + Collections.max(all.labels());

    try (Tracker tracker = Tracker.open(arguments[0]);
        TrackedSweep sweep =
            arguments.length > 2
                ? tracker.join(arguments[2])
                : tracker.begin(description(train, validation, test, classes))) {
      for (double learningRate : List.of(0.01, 0.1)) {
        train(sweep, learningRate, classes, train, validation, test);
      }
    }
  }

  private static SweepDescription description(
      Images train, Images validation, Images test, int classes) {
    List<String> labels = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    DatasetInfo dataset =
        new DatasetInfo(
            "images", "", train.size(), validation.size(), test.size(), 0, 0, 1, labels);
    return SweepDescription.of("own-loop", "softmax-regression", dataset, EPOCHS);
  }

  private static void train(
      TrackedSweep sweep,
      double learningRate,
      int classes,
      Images train,
      Images validation,
      Images test) {
    try (TrackedRun run =
        sweep.begin(Map.of("model", "softmax-regression", "learning_rate", learningRate))) {
      SoftmaxRegression model = new SoftmaxRegression(train.pixels().get(0).length, classes);
      SoftmaxRegression best = model;
      double bestAccuracy = -1;
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        double loss = model.train(train, learningRate, new Random(epoch));
        Evaluation measured = model.evaluate(validation);
        run.epoch(
            Map.of(
                "train_loss", loss,
                "val_loss", measured.loss(),
                "val_accuracy", measured.accuracy()));
        if (measured.accuracy() > bestAccuracy) {
          bestAccuracy = measured.accuracy();
          best = model.copy();
        }
        if (run.stopRequested()) {
          run.stop();
          return;
        }
      }
      run.finish(best.evaluate(test)); // once, and from the best epoch
    }
  }

  private record Images(List<double[]> pixels, List<Integer> labels) {
    static Images read(Path folder, String part) throws IOException {
      ByteBuffer labels =
          ByteBuffer.wrap(Files.readAllBytes(folder.resolve(part + "-labels-idx1-ubyte")));
      ByteBuffer pixels =
          ByteBuffer.wrap(Files.readAllBytes(folder.resolve(part + "-images-idx3-ubyte")));
      int count = labels.getInt(4);
      int size = pixels.getInt(8) * pixels.getInt(12);
      List<double[]> images = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        double[] image = new double[size];
        for (int p = 0; p < size; p++) {
          image[p] = (pixels.get(16 + i * size + p) & 0xff) / 255.0;
        }
        images.add(image);
      }
      return new Images(
          images, IntStream.range(0, count).mapToObj(i -> (int) labels.get(8 + i)).toList());
    }

    int size() {
      return labels.size();
    }

    Images part(int from, int to) {
      return new Images(
          pixels.subList(from, to), labels.subList(from, to));
    }
  }

  private static final class SoftmaxRegression {
    private final double[][] weights; // [class, pixel], the last one is the bias

    SoftmaxRegression(int pixels, int classes) {
      weights = new double[classes][pixels + 1];
    }

    SoftmaxRegression copy() {
      SoftmaxRegression copy = new SoftmaxRegression(weights[0].length - 1, weights.length);
      for (int c = 0; c < weights.length; c++) {
        copy.weights[c] = weights[c].clone();
      }
      return copy;
    }

    /** One pass, image by image; the mean cross-entropy. */
    double train(Images images, double learningRate, Random random) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, images.size()).boxed().toList());
      Collections.shuffle(order, random);
      double loss = 0;
      for (int i : order) {
        double[] image = images.pixels().get(i);
        double[] probabilities = probabilities(image);
        loss -= Math.log(probabilities[images.labels().get(i)]);
        for (int c = 0; c < weights.length; c++) {
          double error = probabilities[c] - (c == images.labels().get(i) ? 1 : 0);
          for (int p = 0; p < image.length; p++) {
            weights[c][p] -= learningRate * error * image[p];
          }
          weights[c][image.length] -= learningRate * error;
        }
      }
      return loss / images.size();
    }

    Evaluation evaluate(Images images) {
      long[][] confusion = new long[weights.length][weights.length];
      double loss = 0;
      for (int i = 0; i < images.size(); i++) {
        double[] probabilities = probabilities(images.pixels().get(i));
        loss -= Math.log(probabilities[images.labels().get(i)]);
        int predicted =
            IntStream.range(0, weights.length)
                .reduce((a, b) -> probabilities[b] > probabilities[a] ? b : a)
                .orElseThrow();
        confusion[images.labels().get(i)][predicted]++;
      }
      List<List<Long>> counts =
          List.of(confusion).stream()
              .map(row -> Arrays.stream(row).boxed().toList())
              .toList();
      return new Evaluation(loss / images.size(), counts);
    }

    private double[] probabilities(double[] image) {
      double[] scores = new double[weights.length];
      double most = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < weights.length; c++) {
        scores[c] = weights[c][image.length];
        for (int p = 0; p < image.length; p++) {
          scores[c] += weights[c][p] * image[p];
        }
        most = Math.max(most, scores[c]);
      }
      double sum = 0;
      for (int c = 0; c < weights.length; c++) {
        scores[c] = Math.exp(scores[c] - most);
        sum += scores[c];
      }
      for (int c = 0; c < weights.length; c++) {
        scores[c] = Math.max(scores[c] / sum, Double.MIN_NORMAL);
      }
      return scores;
    }
  }
}
