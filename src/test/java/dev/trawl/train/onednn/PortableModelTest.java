package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.update.UpdateSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model of ours in a Java process that has Deeplearning4j and ND4J, and no class of ours. */
class PortableModelTest {
  private static final int IMAGES = 4;

  private static final String PROGRAM =
      """
      import java.io.File;
      import java.util.Random;
      import org.deeplearning4j.nn.graph.ComputationGraph;
      import org.nd4j.linalg.api.ndarray.INDArray;
      import org.nd4j.linalg.factory.Nd4j;

      public class Predict {
        public static void main(String[] arguments) throws Exception {
          for (String ours : new String[] {"dev.trawl.model.Network", "org.bytedeco.dnnl.engine"}) {
            try {
              Class.forName(ours);
              throw new IllegalStateException("found " + ours);
            } catch (ClassNotFoundException expected) {
              // As it should be.
            }
          }
          ComputationGraph network = ComputationGraph.load(new File(arguments[0]), true);
          INDArray images = Nd4j.create(Integer.parseInt(arguments[1]), 1, 28, 28);
          Random random = new Random(1);
          for (long i = 0; i < images.length(); i++) {
            images.putScalar(i, random.nextFloat());
          }
          for (float value : network.outputSingle(images).dup('c').data().asFloat()) {
            System.out.println("p " + value);
          }
          network.fit(new INDArray[] {images}, new INDArray[] {Nd4j.eye(10).getRows(0, 1, 2, 3)});
          System.out.println("u " + network.updaterState().length());
        }
      }
      """;

  @Test
  void model_trainedOnOurLayers_predictsTheSameWithDeeplearning4jAlone(@TempDir Path folder)
      throws Exception {
    NativeBackend.inspect();
    Network network = trained();
    Path model = folder.resolve("model.zip");
    Files.write(model, network.write());
    float[] expected = predictions(network);

    List<String> lines = predictElsewhere(folder, model);
    List<String> found = lines.stream().filter(line -> line.startsWith("p ")).toList();
    assertThat(found).as(String.join("\n", lines)).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.parseFloat(found.get(i).substring(2))).isCloseTo(expected[i], within(1e-5f));
    }
    assertThat(lines).contains("u " + network.deeplearning4j().updaterState().length());
  }

  private static Network trained() {
    ImageShape shape = new ImageShape(1, 28, 28);
    Network network = new Architectures().network("cnn", Map.of(), shape, 10, 1);
    try (NetworkTrainer trainer =
        NetworkTrainer.of(network, shape, Precision.FLOAT32, UpdateSettings.STOCK)) {
      trainer.setLearningRate(1e-3);
      for (int step = 0; step < 5; step++) {
        trainer.fit(images(), Nd4j.eye(10).getRows(0, 1, 2, 3));
      }
    }
    return network;
  }

  private static INDArray images() {
    INDArray images = Nd4j.create(IMAGES, 1, 28, 28);
    Random random = new Random(1);
    for (long i = 0; i < images.length(); i++) {
      images.putScalar(i, random.nextFloat());
    }
    return images;
  }

  private static float[] predictions(Network network) {
    try (Inference inference = Inference.of(network)) {
      return inference.probabilities(images());
    }
  }

  private static List<String> predictElsewhere(Path folder, Path model)
      throws IOException, InterruptedException {
    Path source = folder.resolve("Predict.java");
    Files.writeString(source, PROGRAM);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                deeplearning4j(),
                source.toString(),
                model.toString(),
                Integer.toString(IMAGES))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return Files.readAllLines(output);
  }

  /** The libraries of this class path without oneDNN's, and without any folder of classes. */
  private static String deeplearning4j() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> !Path.of(entry).getFileName().toString().matches("(dnnl|opencl)-.*"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
