package dev.trawl.train;

import dev.trawl.train.onednn.Backend;
import dev.trawl.train.onednn.Precision;
import dev.trawl.train.onednn.StockConvolution;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.util.CrashReportingUtil;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What computes: the native library, and whether convolutions run on oneDNN.
 *
 * @param backend ND4J's name for it, such as {@code CPU}
 * @param classifier the library's build, such as {@code linux-x86_64-onednn}
 * @param oneDnn whether a convolution layer built now runs on oneDNN, asked of a real one
 * @param threads native threads of ND4J's own operations; a run has its {@code training.threads}
 * @param blas the BLAS library
 * @param networks what networks run on here, and what that means, in one line for people
 * @param slow whether that is slower than on other machines
 * @param precisions what networks can be trained in, and why in no more
 * @param layers what runs the layers that are not stock, such as {@code onednn 3.8.1}, or why all
 *     are stock
 */
public record NativeBackend(
    String backend,
    String classifier,
    boolean oneDnn,
    int threads,
    String blas,
    String networks,
    boolean slow,
    String precisions,
    String layers) {
  private static final String JAVACPP_LOGGER = "org.bytedeco.javacpp.logger";

  /** Deeplearning4j's switch for its helpers, on by default until 1.0.0-M2.1 turned it off. */
  static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

  /**
   * Loads the native library, which takes seconds, and the first time unpacks some 450 MB to
   * javacpp's cache.
   */
  public static NativeBackend inspect() {
    prepare();
    String backend =
        String.valueOf(Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend"));
    String blas =
        String.valueOf(Nd4j.getExecutioner().getEnvironmentInformation().get("blas.vendor"));
    return new NativeBackend(
        backend,
        Versions.read().nativeClassifier(),
        StockConvolution.runsOnOneDnn(),
        Nd4j.getEnvironment().maxThreads(),
        blas,
        Backend.explain(),
        Backend.isSlow(),
        describePrecisions(),
        Backend.describe());
  }

  /** How the native library is to be loaded; before anything of Deeplearning4j is asked. */
  static void prepare() {
    if (System.getProperty(HELPERS_DISABLED) == null) {
      System.setProperty(HELPERS_DISABLED, "false");
    }
    if (System.getProperty(JAVACPP_LOGGER) == null) {
      System.setProperty(JAVACPP_LOGGER, "slf4j"); // Its own writes to the terminal.
    }
    CrashReportingUtil.crashDumpsEnabled(false);
  }

  /** By name, for a run's record. */
  public Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("native_backend", backend);
    map.put("native_classifier", classifier);
    map.put("onednn", oneDnn ? "on" : "off");
    map.put("native_threads", Integer.toString(threads));
    map.put("blas", blas);
    map.put("layers_backend", layers);
    return map;
  }

  private static String describePrecisions() {
    return Precision.BFLOAT16
        .objection()
        .map(objection -> "float32; %s; auto takes float32".formatted(objection))
        .orElse("float32, and bfloat16, which auto takes");
  }
}
