package dev.trawl.search;

import static dev.trawl.search.SearchSpaceTest.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.LogUniformValues;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GridSearchTest extends ProposerContract {
  @Override
  protected SpecBuilder spec() {
    return SpecBuilder.grid().seed(7);
  }

  @Test
  void among_points_givesThemInTheOrderOfAGrid() {
    SpecBuilder spec =
        spec()
            .parameter("model", new Categorical(List.of("resnet", "cnn")))
            .parameter("rate", new LogUniformValues(0.001, 0.1));
    List<Map<String, Object>> points =
        List.of(
            Map.of("model", "cnn", "rate", 0.02),
            Map.of("model", "resnet", "rate", 0.09),
            Map.of("model", "cnn", "rate", 0.003),
            Map.of("model", "resnet"));

    Proposer proposer = Searches.standard().among(points, spec.build()).orElseThrow();

    assertThat(IntStream.rangeClosed(1, 4).mapToObj(run -> value(proposer, run)))
        .containsExactly(points.get(3), points.get(1), points.get(2), points.get(0));
  }
}
