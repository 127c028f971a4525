package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By another reader: the JDK's own. */
class PngTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void of_anImage_isReadAsThatImage(int channels) throws IOException {
    byte[] bytes = new byte[channels * 5 * 7];
    new Random(channels).nextBytes(bytes);

    BufferedImage read =
        ImageIO.read(
            new ByteArrayInputStream(Png.of(new ImageSource.Pixels(bytes, channels, 5, 7))));

    assertThat(read.getHeight()).isEqualTo(5);
    assertThat(read.getWidth()).isEqualTo(7);
    int shown = channels == 2 ? 1 : channels;
    for (int channel = 0; channel < shown; channel++) {
      for (int pixel = 0; pixel < 35; pixel++) {
        assertThat(read.getRaster().getSample(pixel % 7, pixel / 7, channel))
            .isEqualTo(bytes[channel * 35 + pixel] & 0xff);
      }
    }
  }
}
