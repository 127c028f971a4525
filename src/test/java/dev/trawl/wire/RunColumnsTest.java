package dev.trawl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Owner;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RunColumnsTest {
  private static final double THIRD = 1.0 / 3;

  /** The parameters of so many runs, with six digits: one repeats and one doesn't. */
  private static JsonNode parameters(int runs) throws IOException {
    RecordJson json = new RecordJson();
    try (RunStore store =
        H2RunStore.open("jdbc:h2:mem:columns;USER=sa;PASSWORD=x", Clock.systemUTC())) {
      Sweep sweep = store.createSweep(Samples.sweep("columns"), Owner.ofThisProcess());
      for (int number = 1; number <= runs; number++) {
        Map<String, Object> parameters = Map.of("same", THIRD, "own", number / 300.0);
        store.createRun(Samples.run(sweep.id(), number, 1, parameters));
      }
      RunColumns columns = new RunColumns(json, Set.of("parameters"), new Digits(3), new Digits(6));
      byte[] answer = columns.write(sweep, store.runs(sweep.id(), RunQuery.ALL), runs);
      return json.mapper().readTree(answer).path("columns").path("parameters");
    }
  }

  @Test
  void decimals_areTheirMantissasAndExponents() throws IOException {
    assertThat(decimals(0.0, 1.0, 12.345, 99.999, 1e-9))
        .isEqualTo("{\"mantissas\":\"00001000123510001000\",\"exponents\":\"ffgh6\"}");
    for (Object odd : List.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY, 1e-30, 1e30, 7L, "x")) {
      assertThat(decimals(0.5, odd)).as("%s", odd).isEmpty();
    }
  }

  private static String decimals(Object... values) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new RecordJson().mapper().createGenerator(text)) {
      boolean unused = Decimals.write(out, values, new Digits(4));
    }
    return text.toString();
  }

  @Test
  void write_ofFewRuns_keepsAllDigitsOfParameters() throws IOException {
    JsonNode alone = parameters(1);
    assertThat(List.of(alone.at("/same/0"), alone.at("/own/0")))
        .extracting(JsonNode::doubleValue)
        .containsExactly(THIRD, 1 / 300.0);
    JsonNode few = parameters(100);
    assertThat(few.at("/own/99").doubleValue()).isEqualTo(THIRD);
    assertThat(few.at("/same/values/0").doubleValue()).isEqualTo(THIRD);
  }

  @Test
  void write_ofManyRuns_keepsAllDigitsOfWhatRepeats() throws IOException {
    JsonNode many = parameters(101);
    assertThat(many.at("/own/mantissas").textValue().substring(6 * 99, 6 * 100))
        .isEqualTo("333333");
    assertThat(many.at("/own/exponents").textValue().charAt(99)).isEqualTo('c'); // 12 is 18 - 6
    assertThat(many.at("/same/values/0").doubleValue()).isEqualTo(THIRD);
    assertThat(many.at("/same/at").textValue()).isEqualTo("0".repeat(101));
  }
}
