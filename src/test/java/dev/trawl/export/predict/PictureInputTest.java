package dev.trawl.export.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.SegmentModel;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureInputTest {
  private static final PictureInput DIGITS =
      new PictureInput(1, 28, 28, Set.of(PictureChange.KEEP), 1 << 20);

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void read_pictureThatIsCutOff_isRefusedWhereverItEnds(String format) throws Exception {
    byte[] whole = SegmentModel.picture(4, 1, false, BufferedImage.TYPE_BYTE_GRAY, format);
    int afterPixels = format.equals("png") ? 24 : 0; // checksums, and a mark of the end
    for (int length = 4; length < whole.length - afterPixels; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> DIGITS.read(cut))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(UnfitPictureException.class)
          .hasMessageContaining("need a whole picture");
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 10); // as cameras make them
    assertThat(DIGITS.read(longer).pixels()).isEqualTo(DIGITS.read(whole).pixels());
  }
}
