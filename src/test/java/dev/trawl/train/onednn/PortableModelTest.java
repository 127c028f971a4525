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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models of ours in a Java process that has Deeplearning4j and ND4J, and no class of ours. */
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
          INDArray images = Nd4j.create(Integer.parseInt(arguments[0]), 1, 28, 28);
          Random random = new Random(1);
          for (long i = 0; i < images.length(); i++) {
            images.putScalar(i, random.nextFloat());
          }
          for (int i = 1; i < arguments.length; i++) {
            ComputationGraph network = ComputationGraph.load(new File(arguments[i]), true);
            System.out.println("model " + arguments[i]);
            for (float value : network.outputSingle(images).dup('c').data().asFloat()) {
              System.out.println("p " + value);
            }
            network.fit(new INDArray[] {images}, new INDArray[] {Nd4j.eye(10).getRows(0, 1, 2, 3)});
            System.out.println("u " + network.updaterState().length());
          }
        }
      }
      """;

  /** Of each architecture: the same probabilities, so the same accuracy on any images. */
  @Test
  void models_trainedByPrograms_predictTheSameWithDeeplearning4jAlone(@TempDir Path folder)
      throws Exception {
    NativeBackend.inspect();
    Map<Path, Network> networks = new LinkedHashMap<>();
    for (String architecture : new Architectures().models()) {
      Network network = trained(architecture);
      Path model = folder.resolve(architecture + ".zip");
      Files.write(model, network.write());
      networks.put(model, network);
    }

    List<String> output = predictElsewhere(folder, networks.keySet());
    List<String> lines = output.stream().filter(line -> line.matches("(model|p|u) .*")).toList();

    networks.forEach(
        (model, network) -> {
          int first = lines.indexOf("model " + model);
          assertThat(first).as(String.join("\n", output)).isNotNegative();
          float[] expected = predictions(network);
          for (int i = 0; i < expected.length; i++) {
            assertThat(lines.get(first + 1 + i)).startsWith("p ");
            assertThat(Float.parseFloat(lines.get(first + 1 + i).substring(2)))
                .as(model.toString())
                .isCloseTo(expected[i], within(1e-5f));
          }
          assertThat(lines.get(first + 1 + expected.length))
              .isEqualTo("u " + network.deeplearning4j().updaterState().length());
          network.close();
        });
  }

  private static Network trained(String architecture) {
    ImageShape shape = new ImageShape(1, 28, 28);
    Network network = new Architectures().network(architecture, Map.of(), shape, 10, 1);
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

  private static List<String> predictElsewhere(Path folder, Collection<Path> models)
      throws IOException, InterruptedException {
    Path source = folder.resolve("Predict.java");
    Files.writeString(source, PROGRAM);
    Path output = folder.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                deeplearning4j(),
                source.toString(),
                Integer.toString(IMAGES)));
    models.forEach(model -> command.add(model.toString()));
    Process process =
        new ProcessBuilder(command)
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
