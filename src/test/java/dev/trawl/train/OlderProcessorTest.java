package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.testkit.JavaProcess;
import dev.trawl.train.onednn.Precision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A processor without AVX-512, which oneDNN can be told that it has, once a process. */
class OlderProcessorTest {
  /** Prints what a check says of each precision. */
  static final class Checks {
    private Checks() {}

    public static void main(String[] precisions) {
      for (String precision : precisions) {
        MachineCheck check =
            MachineCheck.of(
                new Architectures(),
                spec(precision),
                new TrainingImages(new ImageShape(1, 28, 28), 10, 100, 20, 20));
        System.out.println(check.networks() + "|" + check.problem());
      }
    }

    private static SweepSpec spec(String precision) {
      return new SweepSpec(
          Title.of("test"),
          new DatasetSpec("mnist", null, 0.2, 100, 50),
          "cnn",
          SearchSpec.of(
              Selection.of("grid"), Map.of("precision", new Distribution.Constant(precision))),
          1,
          new Objective("val_accuracy", Goal.MAXIMIZE, null),
          List.of(),
          TrainingSpec.of(1),
          new ExecutionSpec(1, 0, 5));
    }
  }

  @Test
  void check_whereThereIsNoBfloat16_refusesItAndTakesFloat32() throws Exception {
    NativeBackend.inspect();
    assumeTrue(Precision.BFLOAT16.objection().isEmpty(), "needs a processor that has it");
    ProcessBuilder builder =
        JavaProcess.with("-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
            .main(Checks.class, "auto", "bfloat16")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("ONEDNN_MAX_CPU_ISA", "AVX2");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(said.lines().toList())
        .satisfiesExactly(
            auto -> assertThat(auto).contains(" with AVX2").endsWith("is float32|null"),
            bfloat16 ->
                assertThat(bfloat16)
                    .endsWith("|bfloat16 needs a processor with AVX-512 BF16 or AMX, found AVX2"));
  }
}
