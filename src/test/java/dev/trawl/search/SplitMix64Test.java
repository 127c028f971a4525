package dev.trawl.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

  /** The reference outputs that are published for this seed. */
  @Test
  void seed1234567_firstFive_areTheReferenceOutputs() {
    SplitMix64 random = new SplitMix64(1234567);

    for (String expected :
        new String[] {
          "6457827717110365317",
          "3203168211198807973",
          "9817491932198370423",
          "4593380528125082431",
          "16408922859458223821"
        }) {
      assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo(expected);
    }
  }

  @Test
  void mix_ordersAndRepetitions_neverMeet() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      for (long number = 0; number < 20; number++) {
        for (long attempt = 0; attempt < 5; attempt++) {
          seeds.add(SplitMix64.mix(seed, number, attempt));
        }
      }
    }

    assertThat(seeds).hasSize(20 * 20 * 5);
  }
}
