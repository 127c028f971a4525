import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * {@code java Images FOLDER}: a folder for each kind of images, with four small IDX files, 200
 * train and 100 test images of 8 × 8. {@code three} has three classes, {@code all0} and {@code
 * all7} one, {@code rgb} three colours.
 */
public class Images {
  public static void main(String[] arguments) throws IOException {
    for (String kind : new String[] {"three", "all0", "all7", "rgb"}) {
      write(kind, Files.createDirectories(Path.of(arguments[0], kind)));
    }
  }

  private static void write(String kind, Path folder) throws IOException {
    int[] shape = kind.equals("rgb") ? new int[] {8, 8, 3} : new int[] {8, 8};
    IntUnaryOperator label =
        switch (kind) {
          case "all0" -> i -> 0;
          case "all7" -> i -> 7;
          default -> i -> i % 3;
        };
    write(folder, "train", 200, shape, label, 1);
    write(folder, "t10k", 100, shape, label, 2);
  }

  private static void write(
      Path folder, String part, int count, int[] shape, IntUnaryOperator label, long seed)
      throws IOException {
    Random random = new Random(seed);
    try (DataOutputStream images = open(folder, part + "-images-idx3-ubyte");
        DataOutputStream labels = open(folder, part + "-labels-idx1-ubyte")) {
      int size = 1;
      images.writeInt(0x801 + shape.length);
      images.writeInt(count);
      for (int length : shape) {
        images.writeInt(length);
        size *= length;
      }
      labels.writeInt(0x801);
      labels.writeInt(count);
      for (int i = 0; i < count; i++) {
        labels.write(label.applyAsInt(i));
        for (int j = 0; j < size; j++) {
          double value = 40 + 48 * ((label.applyAsInt(i) + j) % 5) + 15 * random.nextGaussian();
          images.write((int) Math.max(0, Math.min(255, value)));
        }
      }
    }
  }

  private static DataOutputStream open(Path folder, String name) throws IOException {
    OutputStream file = Files.newOutputStream(folder.resolve(name));
    return new DataOutputStream(new java.io.BufferedOutputStream(file));
  }
}
