package dev.trawl.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeedsTest {

  /** An oracle: the JDK's SplittableRandom is SplitMix64 with the same increment for its root. */
  @Test
  void mix_withoutPath_isTheFirstValueOfSplitMix64() {
    for (long seed : new long[] {0, 1, -1, 42, Long.MAX_VALUE}) {
      assertThat(Seeds.mix(seed)).isEqualTo(new SplittableRandom(seed).nextLong());
    }
  }

  @Test
  void mix_neighbouringPlaces_areAllDifferent() {
    Set<Long> seen = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      for (long number = 1; number <= 100; number++) {
        for (long attempt = 1; attempt <= 3; attempt++) {
          assertThat(seen.add(Seeds.mix(seed, number, attempt))).isTrue();
        }
      }
    }
  }

  @Test
  void mix_places_countInTheirOrder() {
    assertThat(Seeds.mix(7, 1, 2)).isNotEqualTo(Seeds.mix(7, 2, 1));
  }

  /** Written down once: a change would change every recorded sweep's runs. */
  @Test
  void mix_knownPlace_staysWhatItWas() {
    assertThat(Seeds.mix(42, 1, 1)).isEqualTo(-4180072444243382250L);
  }
}
