package dev.trawl.export.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.SegmentModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
