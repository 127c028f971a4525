package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real runs that pause, go on and are shown. */
@Timeout(120)
class StoppedRunsTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void asha_ofRealRuns_isTheSameWithAnyWorkersAndVerified(@TempDir Path folder) throws Exception {
    Workplace workplace = Workplace.create(folder, "db");
    String file =
        workplace
            .sweep(
                """
                method: random
                seed: 3
                run_cap: 6
                lag: 2
                metric: {name: val_loss}
                early_terminate: {type: asha, min_iter: 1, eta: 2}
                parameters:
                  filters: {value: [4]}
                  batch_size: {values: [16, 32]}
                  learning_rate: {distribution: log_uniform_values, min: 1e-4, max: 1e-1}
                training: {epochs: 3}
                """)
            .toString();
    Ran one =
        workplace.trawl("run", file, "--no-dashboard", "--workers", "1", "--json", "--name", "one");
    Ran two =
        workplace.trawl("run", file, "--no-dashboard", "--workers", "2", "--json", "--name", "two");

    assertThat(one.exitCode()).isZero();
    JsonNode runs = mapper.readTree(one.out());
    assertThat(runs.findValuesAsText("status")).contains("FINISHED", "PRUNED");
    for (String field : new String[] {"parameters", "status", "epochs", "seed", "reason"}) {
      assertThat(mapper.readTree(two.out()).findValues(field)).isEqualTo(runs.findValues(field));
    }
    for (String metric : new String[] {"val_loss", "train_loss", "test_loss"}) {
      assertThat(mapper.readTree(two.out()).findValues(metric)).isEqualTo(runs.findValues(metric));
    }

    Ran verified = workplace.trawl("verify", "two");
    assertThat(verified.exitCode()).isZero();
    assertThat(verified.out())
        .matches("two: \\d+ jobs as recorded: 6 starts, \\d promotions?, .*\n");

    JsonNode pruned = runs.get(runs.findValuesAsText("status").indexOf("PRUNED"));
    JsonNode decisions =
        mapper
            .readTree(workplace.trawl("show", pruned.get("run_id").asText(), "--json").out())
            .get("decisions");
    assertThat(decisions.findValuesAsText("kind")).startsWith("START", "PAUSE");
    assertThat(decisions.get(1).get("rank").fieldNames())
        .toIterable()
        .containsExactly("rung", "value", "threshold", "rank", "of");

    JsonNode finished = runs.get(runs.findValuesAsText("status").indexOf("FINISHED"));
    assertThat(workplace.trawl("show", finished.get("run_id").asText()).out())
        .containsPattern("DECISION +EPOCH +VALUE +NEEDED +RANK +JOB")
        .containsPattern("PAUSE +1 ")
        .containsPattern("PROMOTE +2 ");
  }
}
