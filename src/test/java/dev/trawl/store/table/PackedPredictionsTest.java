package dev.trawl.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.StoreException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PackedPredictionsTest {
  private static ImagePredictions unpacked(ImagePredictions predictions) {
    return PackedPredictions.unpack(
        predictions.part(), predictions.epoch(), PackedPredictions.pack(predictions));
  }

  @Test
  void unpack_ofAnyOrderAndClasses_isWhatWasPacked() {
    int[] none = {};
    int[] extremes = {Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 64, 63, 1 << 20};
    int[] some = {0, 255, 128, 1, 2, 3};
    int[] wide = {0, 65_535, 256, 1, 2, 3};
    ImagePredictions empty = new ImagePredictions(Part.TEST, 1, none, none, none);
    ImagePredictions narrow = new ImagePredictions(Part.TEST, 9, extremes, some, some);
    ImagePredictions many = new ImagePredictions(Part.VALIDATION, 9, extremes, wide, some);

    BitSet right = new BitSet();
    right.set(1, 4);
    ImagePredictions known = new ImagePredictions(Part.TEST, 9, extremes, some, some, right);
    ImagePredictions wrong = new ImagePredictions(Part.TEST, 9, extremes, wide, some, new BitSet());

    assertThat(unpacked(empty)).isEqualTo(empty);
    assertThat(unpacked(known)).isEqualTo(known).isNotEqualTo(narrow);
    assertThat(unpacked(wrong)).isEqualTo(wrong).isNotEqualTo(many);
    assertThat(unpacked(narrow)).isEqualTo(narrow);
    assertThat(unpacked(many)).isEqualTo(many);
  }

  /** A fifth of 60,000 images of ten classes, of which nineteen in twenty are certain. */
  @Test
  void pack_validationImagesAsInMnist_takesLessThanTwoBytesAnImage() {
    Random random = new Random(7);
    int[] indexes = random.ints(0, 60_000).distinct().limit(12_000).sorted().toArray();
    int[] classes = random.ints(indexes.length, 0, 10).toArray();
    int[] confidences = new int[indexes.length];
    Arrays.setAll(confidences, i -> random.nextInt(20) > 0 ? 255 : random.nextInt(256));
    BitSet right = new BitSet();
    right.set(0, indexes.length);
    random.ints(120, 0, indexes.length).forEach(right::clear);
    ImagePredictions predictions =
        new ImagePredictions(Part.VALIDATION, 3, indexes, classes, confidences, right);

    byte[] packed = PackedPredictions.pack(predictions);

    assertThat(packed.length).isLessThan(2 * indexes.length);
    assertThat(unpacked(predictions)).isEqualTo(predictions);
  }

  @Test
  void unpack_otherBytes_areRefused() {
    assertThatThrownBy(() -> PackedPredictions.unpack(Part.TEST, 1, new byte[] {1, 2, 3}))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("need packed predictions, found");
  }
}
