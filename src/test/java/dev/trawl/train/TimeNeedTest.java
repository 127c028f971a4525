package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeNeedTest {
  private static final TrainingImages IMAGES =
      new TrainingImages(new ImageShape(1, 28, 28), 10, 48_000, 12_000, 10_000);

  private static Optional<TimeNeed> need(List<Map<String, Object>> runs) throws Exception {
    return TimeNeed.of(
        new Architectures(),
        SpecBuilder.random()
            .parameter("filters", new Categorical(List.of(List.of(1L), List.of(2L))))
            .epochs(3)
            .workers(1)
            .build(),
        IMAGES,
        runs);
  }

  @Test
  void need_ofALargerNetwork_isLonger() throws Exception {
    Map<String, Object> small = Map.of("filters", List.of(8L), "batch_size", 64L);
    Map<String, Object> large = Map.of("filters", List.of(64L, 64L), "batch_size", 64L);

    TimeNeed need = need(List.of(large, small, Map.of("filters", List.of(-1L)))).orElseThrow();

    assertThat(need.runs()).as("what can't be trained is left out").hasSize(2);
    assertThat(need.longest()).isGreaterThan(3 * need.shortest());
    assertThat(need.total(8, 1)).isBetween(8 * need.shortest(), 8 * need.longest());
  }

  @Test
  void need_ofSeveralThreads_isSharedByThoseThatHaveACore() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    Map<String, Object> one = Map.of("filters", List.of(8L, 8L), "threads", 1L);
    Map<String, Object> many = Map.of("filters", List.of(8L, 8L), "threads", 2L * cores);

    double seconds = need(List.of(one)).orElseThrow().median();

    assertThat(cores * need(List.of(many)).orElseThrow().median())
        .isBetween(seconds / 2, (1 + cores / 4.0) * seconds);
  }

  @Test
  void need_ofNothingThatCanBeTrained_isUnknown() throws Exception {
    assertThat(need(List.of(Map.of("filters", List.of(-1L))))).isEmpty();
  }

  @Test
  void total_ofSeveralWorkers_isWhenTheLastOneEnds() {
    List<Double> runs = List.of(3.0, 1.0, 2.0);

    assertThat(new TimeNeed(runs, 2).total(3, 1)).as("1 and 3, beside 2").isEqualTo(4);
    assertThat(new TimeNeed(runs, 2).total(3, 0.5)).isEqualTo(2);
    assertThat(new TimeNeed(runs, 5).total(2, 1)).isEqualTo(2);
    assertThat(new TimeNeed(runs, 2).total(1_000_000, 1)).isEqualTo(1_000_000);
    assertThat(new TimeNeed(runs, 2).finals(4, 3)).as("two turns of 2 each").isEqualTo(16);
    assertThat(new TimeNeed(runs, 1).median()).isEqualTo(2);
  }
}
