package dev.trawl.export.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.SegmentModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureInputTest {
  private static final PictureInput DIGITS =
      new PictureInput(1, 28, 28, Set.of(PictureChange.KEEP), 1 << 20);

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void read_pictureThatIsCutOff_isRefusedWhereverItEnds(String format) throws Exception {
    byte[] whole = SegmentModel.picture(4, 1, false, BufferedImage.TYPE_BYTE_GRAY, format);
    for (int length = 4; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> DIGITS.read(cut))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(UnfitPictureException.class)
          .hasMessageContaining("need a whole picture");
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 10); // as cameras make them
    assertThat(DIGITS.read(longer).pixels()).isEqualTo(DIGITS.read(whole).pixels());
  }

  @Test
  void read_jpegOfFourChannels_isRefused() throws Exception {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_4BYTE_ABGR);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image.getRaster(), null, null), null);
    } finally {
      writer.dispose();
    }
    assertThatThrownBy(() -> DIGITS.read(file.toByteArray()))
        .isInstanceOf(UnfitPictureException.class)
        .hasMessage("need a JPEG in grey or RGB, found one of 4 channels, as CMYK has");
  }

  @Test
  void read_pngWithOneByteChanged_isRefusedWhereverThatIs() throws Exception {
    byte[] whole = SegmentModel.picture(4, 1, false, BufferedImage.TYPE_BYTE_GRAY, "png");
    for (int changed = 8; changed < whole.length; changed++) {
      byte[] damaged = whole.clone();
      damaged[changed] ^= 4;
      assertThatThrownBy(() -> DIGITS.read(damaged))
          .as("byte %d of %d", changed, whole.length)
          .isInstanceOf(UnfitPictureException.class)
          .hasMessageContaining("need a whole picture");
    }
  }

  /** What the first row and the first column of each orientation are, by Exif. */
  @ParameterizedTest
  @CsvSource({
    "1, top, left",
    "2, top, right",
    "3, bottom, right",
    "4, bottom, left",
    "5, left, top",
    "6, right, top",
    "7, right, bottom",
    "8, left, bottom"
  })
  void read_pictureOfACameraThatWasTurned_isUpright(int number, String row, String column)
      throws Exception {
    int rows = 3;
    int columns = 5;
    boolean turned = number > 4;
    int height = turned ? columns : rows;
    int width = turned ? rows : columns;
    BufferedImage stored = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
    byte[] seen = new byte[rows * columns];
    for (int i = 0; i < rows * columns; i++) {
      stored.getRaster().setSample(i % columns, i / columns, 0, 10 * i);
      Map<String, Integer> at = Map.of(row, i / columns, column, i % columns);
      int y = at.getOrDefault("top", height - 1 - at.getOrDefault("bottom", 0));
      int x = at.getOrDefault("left", width - 1 - at.getOrDefault("right", 0));
      seen[y * width + x] = (byte) (10 * i);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(stored, "png", png);
    PictureInput input = new PictureInput(1, height, width, Set.of(PictureChange.KEEP), 1 << 20);

    PictureInput.Read read = input.read(withChunk(png.toByteArray(), exif(number, true)));

    assertThat(read.pixels()).isEqualTo(seen);
    assertThat(read.changes())
        .isEqualTo(
            number == 1 ? List.of() : List.of("turned upright from Exif orientation " + number));
  }

  @Test
  void read_jpegOfACameraThatWasTurned_isUprightWhateverItsByteOrder() throws Exception {
    byte[] jpeg = SegmentModel.picture(4, 1, false, BufferedImage.TYPE_BYTE_GRAY, "jpeg");
    byte[] stored = DIGITS.read(jpeg).pixels();
    byte[] half = new byte[stored.length]; // upside down
    for (int i = 0; i < half.length; i++) {
      half[i] = stored[stored.length - 1 - i];
    }
    for (boolean little : new boolean[] {true, false}) {
      byte[] exif = exif(3, little);
      assertThat(DIGITS.read(withSegment(jpeg, exif, exif.length)).pixels()).isEqualTo(half);
      assertThat(DIGITS.read(withSegment(jpeg, exif(9, little), exif.length)).pixels())
          .isEqualTo(stored);
      for (int length = 0; length < 32; length++) { // cut off before the number ends
        assertThat(DIGITS.read(withSegment(jpeg, exif, length)).pixels())
            .as("%d bytes", length)
            .isEqualTo(stored);
      }
    }
  }

  /** One directory of two entries, the second of which is the orientation. */
  private static byte[] exif(int orientation, boolean little) {
    ByteBuffer tiff =
        ByteBuffer.allocate(34).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    tiff.put((little ? "II" : "MM").getBytes(StandardCharsets.US_ASCII)).putShort((short) 42);
    tiff.putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x100).putShort((short) 4).putInt(1).putInt(28);
    tiff.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return tiff.array();
  }

  private static byte[] withSegment(byte[] jpeg, byte[] exif, int length) {
    return ByteBuffer.allocate(jpeg.length + 10 + length)
        .put(jpeg, 0, 2)
        .putShort((short) 0xffe1)
        .putShort((short) (8 + length))
        .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
        .put(exif, 0, length)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /** After the header, which is 33 bytes. */
  private static byte[] withChunk(byte[] png, byte[] exif) {
    byte[] type = "eXIf".getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(type);
    sum.update(exif);
    return ByteBuffer.allocate(png.length + 12 + exif.length)
        .put(png, 0, 33)
        .putInt(exif.length)
        .put(type)
        .put(exif)
        .putInt((int) sum.getValue())
        .put(png, 33, png.length - 33)
        .array();
  }
}
