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
import dev.trawl.train.onednn.GraphPlan;
import dev.trawl.train.onednn.Precision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A processor with AVX2 at the most, which oneDNN can be told that it has, once a process. */
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

  /** Compiles each architecture for a step of training, and for evaluation. */
  static final class Compiles {
    private Compiles() {}

    public static void main(String[] none) {
      NativeBackend.prepare();
      Architectures architectures = new Architectures();
      for (String model : architectures.models()) {
        GraphPlan plan =
            GraphPlan.of(
                architectures.configure(model, Map.of(), new ImageShape(1, 28, 28), 10, 0));
        System.out.println(
            plan.trainingBytes(64, Precision.FLOAT32).orElseThrow()
                + plan.inferenceBytes(64).orElseThrow());
      }
    }
  }

  @BeforeAll
  static void needOneDnn() {
    assumeTrue(Loader.getPlatform().endsWith("x86_64"), "needs an x86 processor");
    assumeTrue(NativeBackend.inspect().layers().startsWith("onednn"), "needs oneDNN");
  }

  @Test
  void check_whereThereIsNoBfloat16_refusesItAndTakesFloat32() throws Exception {
    assertThat(said(Checks.class, "0", "auto", "bfloat16").toList())
        .satisfiesExactly(
            auto ->
                assertThat(auto)
                    .contains(" with AVX2: half to two thirds as fast as with AVX-512")
                    .endsWith("is float32|null"),
            bfloat16 ->
                assertThat(bfloat16)
                    .endsWith("|bfloat16 needs a processor with AVX-512 BF16 or AMX, found AVX2"));
  }

  /** What oneDNN has for any layout takes three to ten times as long. */
  @Test
  void programs_withAvx2_haveNoPrimitiveThatIsMadeForAnyLayout() throws Exception {
    List<String> primitives =
        said(Compiles.class, "profile_create")
            .filter(line -> line.matches(".*,cpu,(convolution|batch_normalization|pooling),.*"))
            .map(line -> line.replaceFirst(".*,cpu,", ""))
            .distinct()
            .toList();
    assertThat(primitives)
        .anyMatch(primitive -> primitive.startsWith("convolution,jit:avx2,backward_weights"))
        .noneMatch(primitive -> primitive.matches("[^,]*,[^,]*(gemm|ref|simple|ncsp).*"));
  }

  private static Stream<String> said(Class<?> main, String verbosity, String... arguments)
      throws Exception {
    ProcessBuilder builder =
        JavaProcess.with("-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
            .main(main, arguments)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("ONEDNN_MAX_CPU_ISA", "AVX2");
    builder.environment().put("ONEDNN_VERBOSE", verbosity);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.lines();
  }
}
