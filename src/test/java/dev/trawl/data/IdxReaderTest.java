package dev.trawl.data;

import static dev.trawl.data.IdxFiles.concat;
import static dev.trawl.data.IdxFiles.gzip;
import static dev.trawl.data.IdxFiles.header;
import static dev.trawl.data.IdxFiles.idx;
import static dev.trawl.data.IdxFiles.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.trawl.data.IdxReader.IdxContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdxReaderTest {

  @Property(tries = 60)
  void images_writtenAtRandom_readBackEqual(
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll @IntRange(min = 0, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll boolean gzipped,
      @ForAll long seed)
      throws IOException {
    int[] shape =
        channels == 0
            ? new int[] {count, height, width}
            : new int[] {count, channels, height, width};
    byte[] data = new byte[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
    new Random(seed).nextBytes(data);

    IdxContent content = readBack(idx(data, shape), gzipped, true);

    assertThat(content.shape()).isEqualTo(shape);
    assertThat(content.data()).isEqualTo(data);
  }

  @Property(tries = 40)
  void labels_writtenAtRandom_readBackEqual(
      @ForAll @IntRange(min = 1, max = 5000) int count, @ForAll boolean gzipped, @ForAll long seed)
      throws IOException {
    byte[] data = new byte[count];
    new Random(seed).nextBytes(data);

    IdxContent content = readBack(idx(data, count), gzipped, false);

    assertThat(content.count()).isEqualTo(count);
    assertThat(content.data()).isEqualTo(data);
  }

  static Stream<Arguments> malformedImages() {
    byte[] sound = idx(new byte[24], 2, 3, 4);
    return Stream.of(
        arguments("empty file", new byte[0], "need an IDX header, found 0 bytes"),
        arguments("short magic", new byte[] {0, 0, 8}, "need an IDX header, found 3 bytes"),
        arguments(
            "a PNG",
            new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10},
            "need an IDX file of unsigned bytes, which begins 00 00 08, found 89 50 4e"),
        arguments(
            "floats",
            changed(sound, 2, 0x0d),
            "need an IDX file of unsigned bytes, which begins 00 00 08, found 00 00 0d"),
        arguments("labels", labels(1, 2, 3), "need images of rank 3 or 4, found rank 1"),
        arguments("rank 255", changed(sound, 3, 255), "need images of rank 3 or 4, found rank 255"),
        arguments(
            "header cut off", Arrays.copyOf(sound, 9), "need a header of 16 bytes, found 9 bytes"),
        arguments("no images", header(0, 28, 28), "need sizes of at least 1, found 0 x 28 x 28"),
        arguments("no width", header(2, 28, 0), "need sizes of at least 1, found 2 x 28 x 0"),
        arguments(
            "absurd size",
            header(60000, 28, -1),
            "need at most 2147483639 bytes of data, found 60000 x 28 x 4294967295"),
        arguments(
            "sizes whose product overflows",
            header(1 << 31, 1 << 31, 4),
            "need at most 2147483639 bytes of data, found 2147483648 x 2147483648 x 4"),
        arguments(
            "a huge claim in a small file",
            concat(header(2000, 1000, 1000), new byte[10]),
            "need 2000000000 bytes of data after the header, found 10 bytes"),
        arguments(
            "one byte short",
            Arrays.copyOf(sound, sound.length - 1),
            "need 24 bytes of data after the header, found 23 bytes"),
        arguments(
            "trailing bytes",
            Arrays.copyOf(sound, sound.length + 5),
            "need 24 bytes of data after the header, found more"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedImages")
  void images_malformed_areNamedWithWhatWasNeededAndFound(
      String kind, byte[] content, String message, @TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("images"), content);
    Path packed = Files.write(folder.resolve("images.gz"), gzip(content));

    assertThatThrownBy(() -> IdxReader.readImages(file))
        .as(kind)
        .isInstanceOf(DatasetException.class)
        .hasMessage(file + ": " + message);
    assertThatThrownBy(() -> IdxReader.readImages(packed))
        .as(kind + ", gzipped")
        .isInstanceOf(DatasetException.class)
        .hasMessage(packed + ": " + message);
  }

  static Stream<Arguments> malformedLabels() {
    return Stream.of(
        arguments(idx(new byte[8], 2, 2, 2), "need labels of rank 1, found rank 3"),
        arguments(header(0), "need sizes of at least 1, found 0"),
        arguments(header(4), "need 4 bytes of data after the header, found 0 bytes"));
  }

  @ParameterizedTest
  @MethodSource("malformedLabels")
  void labels_malformed_areNamedWithWhatWasNeededAndFound(
      byte[] content, String message, @TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("labels"), content);

    assertThatThrownBy(() -> IdxReader.readLabels(file)).hasMessage(file + ": " + message);
  }

  @Test
  void gzipFile_cutOff_isNamed(@TempDir Path folder) throws IOException {
    byte[] packed = gzip(IdxFiles.randomImages(20, 5, 5, 1));
    Path file = Files.write(folder.resolve("images"), Arrays.copyOf(packed, packed.length - 20));

    assertThatThrownBy(() -> IdxReader.readImages(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(file + ": need a whole gzip file, found: ");
  }

  @Test
  void gzipFile_withFlippedBit_isNamed(@TempDir Path folder) throws IOException {
    byte[] packed = gzip(IdxFiles.randomImages(20, 5, 5, 1));
    Path file =
        Files.write(folder.resolve("images"), changed(packed, packed.length - 8, packed[0]));

    assertThatThrownBy(() -> IdxReader.readImages(file))
        .hasMessageStartingWith(file + ": need a whole gzip file, found: ");
  }

  @Test
  void file_missing_isNamed(@TempDir Path folder) {
    Path file = folder.resolve("images");

    assertThatThrownBy(() -> IdxReader.readImages(file))
        .isInstanceOf(DatasetException.class)
        .hasMessage("need %s, found no such file", file);
  }

  private static IdxContent readBack(byte[] content, boolean gzipped, boolean images)
      throws IOException {
    Path file = Files.createTempFile("trawl", ".idx");
    try {
      Files.write(file, gzipped ? gzip(content) : content);
      return images ? IdxReader.readImages(file) : IdxReader.readLabels(file);
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] changed(byte[] content, int position, int value) {
    byte[] changed = content.clone();
    changed[position] = (byte) value;
    return changed;
  }

  /** 400 kB that would unpack to 400 MB; what is beyond the header's sizes is not unpacked. */
  @Test
  void images_beforeAGzipBomb_areRefusedAfterTheFirstByteTooMany(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("images.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(idx(new byte[24], 2, 3, 4));
      for (int i = 0; i < 400; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    // Cut: who unpacks on to the end would find that instead.
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200_000));

    assertThatThrownBy(() -> IdxReader.readImages(file))
        .hasMessage(file + ": need 24 bytes of data after the header, found more");
  }
}
