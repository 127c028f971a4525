package dev.trawl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.DatasetSpec;
import dev.trawl.testkit.TestCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real MNIST, fetched once into the user's cache. */
class MnistTest {
  private static final String SHA_256 =
      "b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a";

  private static Path cache;

  @BeforeAll
  static void fetch() throws IOException {
    cache = TestCache.datasets();
    new Datasets(cache, System.err::println).fetch("mnist");
  }

  @Test
  void mnist_whole_hasThePublishedCounts() throws IOException {
    Dataset mnist = load(cache, new DatasetSpec("mnist", null, 0.2, null, null));

    assertThat(mnist.sha256()).isEqualTo(SHA_256);
    assertThat(List.of(mnist.channels(), mnist.height(), mnist.width())).containsExactly(1, 28, 28);
    assertThat(mnist.labels()).hasSize(10);
    assertThat(mnist.train().size()).isEqualTo(48_000);
    assertThat(mnist.validation().size()).isEqualTo(12_000);
    int[] train = mnist.train().classCounts();
    int[] validation = mnist.validation().classCounts();
    for (int digit = 0; digit < 10; digit++) {
      train[digit] += validation[digit];
    }
    assertThat(train).containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    assertThat(mnist.test().classCounts())
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
  }

  @Test
  void mnist_inTheCache_isSound() throws IOException {
    DatasetVerification verification = new Datasets(cache, line -> {}).verify("mnist");

    assertThat(verification.sound()).isTrue();
    assertThat(verification.files())
        .extracting(DatasetVerification.VerifiedFile::md5)
        .containsExactly(
            "6bbc9ace898e44ae57da46a324031adb",
            "a25bea736e30d166cdddb491f175f624",
            "2646ac647ad5339dbf082846283269ea",
            "27ae3e4e09519cfbb04c329615203637");
  }

  @Test
  void mnist_withOneBitFlipped_isNoticedAndNamed(@TempDir Path other) throws IOException {
    Path file = copy(other).resolve("train-images-idx3-ubyte");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer pixel = ByteBuffer.allocate(1);
      channel.read(pixel, 1_000_000);
      channel.write(ByteBuffer.wrap(new byte[] {(byte) (pixel.get(0) ^ 1)}), 1_000_000);
    }

    assertThatThrownBy(() -> load(other, new DatasetSpec("mnist", null, 0.2, null, null)))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(
            file
                + ": need 47040016 bytes with MD5 6bbc9ace898e44ae57da46a324031adb, found 47040016"
                + " bytes with MD5 ")
        .hasMessageEndingWith("(trawl data fetch mnist replaces it)");
    DatasetVerification verification = new Datasets(other, line -> {}).verify("mnist");
    assertThat(verification.files())
        .filteredOn(check -> check.problem() != null)
        .extracting(DatasetVerification.VerifiedFile::file)
        .containsExactly(file);
  }

  @Test
  void mnist_truncated_isNoticedAndNamed(@TempDir Path other) throws IOException {
    Path file = copy(other).resolve("t10k-labels-idx1-ubyte");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(9_000);
    }

    assertThatThrownBy(() -> load(other, new DatasetSpec("mnist", null, 0.2, null, null)))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            file
                + ": need 10000 bytes of data after the header, found 8992 bytes"
                + " (trawl data fetch mnist replaces it)");
  }

  private static Path copy(Path other) throws IOException {
    Path folder = Files.createDirectory(other.resolve("mnist"));
    for (String name : KnownDataset.mnist().fileNames()) {
      Files.copy(cache.resolve("mnist").resolve(name), folder.resolve(name));
    }
    return folder;
  }

  private static Dataset load(Path folder, DatasetSpec spec) throws DatasetException {
    return new Datasets(folder, line -> {}).load(spec, 42);
  }
}
