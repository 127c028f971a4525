import java.lang.management.ManagementFactory;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Prints what one core can do at most, in GFLOP/s of float32 and processor time: ten chains of
 * fused multiply-adds in registers as wide as there are. Two operations each. Runs as one file:
 *
 * <pre>java --add-modules jdk.incubator.vector FusedMultiplyAddPeak.java</pre>
 */
final class FusedMultiplyAddPeak {
  private static final VectorSpecies<Float> WIDEST = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 10;
  private static final int LENGTH = 1_000_000;
  private static final int WARM_UPS = 20;
  private static final int ROUNDS = 60;

  public static void main(String[] arguments) {
    var threads = ManagementFactory.getThreadMXBean();
    float sum = 0;
    double best = 0;
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      long began = threads.getCurrentThreadCpuTime();
      sum += chains();
      double nanos = threads.getCurrentThreadCpuTime() - began;
      best = Math.max(best, round < 0 ? 0 : 2.0 * CHAINS * WIDEST.length() * LENGTH / nanos);
    }
    System.out.printf(Float.isNaN(sum) ? "NaN%n" : "%.1f%n", best); // Reads the sum.
  }

  private static float chains() {
    var a = FloatVector.broadcast(WIDEST, 1.0001f);
    var b = FloatVector.broadcast(WIDEST, 1e-9f);
    var x0 = b;
    var x1 = b;
    var x2 = b;
    var x3 = b;
    var x4 = b;
    var x5 = b;
    var x6 = b;
    var x7 = b;
    var x8 = b;
    var x9 = b;
    for (int i = 0; i < LENGTH; i++) {
      x0 = x0.fma(a, b);
      x1 = x1.fma(a, b);
      x2 = x2.fma(a, b);
      x3 = x3.fma(a, b);
      x4 = x4.fma(a, b);
      x5 = x5.fma(a, b);
      x6 = x6.fma(a, b);
      x7 = x7.fma(a, b);
      x8 = x8.fma(a, b);
      x9 = x9.fma(a, b);
    }
    return x0.add(x1).add(x2).add(x3).add(x4).add(x5).add(x6).add(x7).add(x8).add(x9).lane(0);
  }
}
