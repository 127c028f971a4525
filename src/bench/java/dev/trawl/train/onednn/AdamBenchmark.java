package dev.trawl.train.onednn;

import dev.trawl.train.NativeBackend;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Adam over so many parameters, Trawl's and ND4J's: time a step. */
@SuppressWarnings("NullAway.Init") // JMH calls build first.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AdamBenchmark {
  /** The base network's, and ten times as many. */
  @Param({"121930", "1219300"})
  public int parameters;

  private AdamUpdater stock;
  private OneDnnAdam own;
  private INDArray source;
  private INDArray gradient;
  private int iteration;

  @Setup
  public void build() {
    NativeBackend.inspect();
    source = Nd4j.rand(DataType.FLOAT, parameters);
    gradient = source.dup();
    stock = updater();
    own = OneDnnAdam.of(updater()).orElseThrow();
  }

  private AdamUpdater updater() {
    AdamUpdater updater = new AdamUpdater(new Adam(1e-3));
    INDArray state = Nd4j.create(DataType.FLOAT, 1, 2L * parameters);
    updater.setStateViewArray(state, new long[] {parameters}, 'c', true);
    return updater;
  }

  /** Both overwrite the gradient, so both have it copied anew. */
  @Benchmark
  public INDArray stock() {
    gradient.assign(source);
    stock.applyUpdater(gradient, iteration++, 0);
    return gradient;
  }

  @Benchmark
  public INDArray own() {
    gradient.assign(source);
    own.applyUpdater(gradient, iteration++, 0);
    return gradient;
  }
}
