package dev.trawl.cli;

import dev.trawl.testkit.JavaProcess;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A folder with a small data set of bright and dark images, where commands run on one database: in
 * this process, or in one of their own.
 *
 * @param name of the database
 */
record Workplace(Path folder, String name) {
  private static final int SIDE = 8;

  static Workplace create(Path folder, String name) throws IOException {
    Workplace workplace = new Workplace(folder, name);
    workplace.images("train", 200, 1);
    workplace.images("t10k", 50, 2);
    return workplace;
  }

  String database() {
    return "jdbc:h2:file:" + folder.resolve(name);
  }

  /** What the last process wrote to its standard output. */
  Path out() {
    return folder.resolve(name + ".out");
  }

  Path err() {
    return folder.resolve(name + ".err");
  }

  /** Writes brightness.yaml: these lines and the data set. */
  Path sweep(String lines) throws IOException {
    return Files.writeString(
        folder.resolve("brightness.yaml"), "dataset: {path: \"%s\"}\n%s".formatted(folder, lines));
  }

  Ran trawl(String... arguments) {
    return Ran.trawl(command(arguments).toArray(String[]::new));
  }

  Process start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  /** In an environment with these variables too. */
  Process start(Map<String, String> environment, String... arguments) throws IOException {
    ProcessBuilder builder =
        process(arguments).redirectOutput(out().toFile()).redirectError(err().toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  ProcessBuilder process(String... arguments) {
    return JavaProcess.with("-Dorg.eclipse.deeplearning4j.helpers.disable=false")
        .main(Main.class.getName(), command(arguments))
        .directory(folder.toFile());
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("--db", database()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Writes the two IDX files of a part: label 1 is bright, label 0 dark, both noisy. */
  private void images(String part, int count, long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    header(labels, 0x801, count);
    header(pixels, 0x803, count, SIDE, SIDE);
    for (int i = 0; i < count; i++) {
      int label = i % 2;
      labels.write(label);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        pixels.write(100 * label + random.nextInt(155));
      }
    }
    Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.toByteArray());
    Files.write(folder.resolve(part + "-images-idx3-ubyte"), pixels.toByteArray());
  }

  private static void header(ByteArrayOutputStream bytes, int... values) throws IOException {
    DataOutputStream data = new DataOutputStream(bytes);
    for (int value : values) {
      data.writeInt(value);
    }
  }
}
