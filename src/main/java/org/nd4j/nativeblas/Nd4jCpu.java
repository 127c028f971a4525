package org.nd4j.nativeblas;

import org.bytedeco.javacpp.Loader;

/**
 * Brings Deeplearning4j's oneDNN helpers back.
 *
 * <p>Deeplearning4j 1.0.0-M2.1 asks {@code org.nd4j.nativeblas.Nd4jCpu$Environment}, by reflection,
 * whether the native library has oneDNN; the class has moved to another package, the question
 * fails, and every layer falls back to im2col in Java without a word. This class answers at the old
 * place. Without it training is four to five times slower; {@code NativeBackendTest} notices.
 */
public final class Nd4jCpu {
  private Nd4jCpu() {}

  /** The answer: the names are those that {@code BaseMKLDNNHelper} calls. */
  public static final class Environment {
    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    public static Environment getInstance() {
      return INSTANCE;
    }

    /** Whether the native library on the class path is one that was built with oneDNN. */
    public boolean isUseMKLDNN() {
      String folder =
          "/org/nd4j/linalg/cpu/nativecpu/bindings/%s-onednn/".formatted(Loader.getPlatform());
      String library = System.mapLibraryName("nd4jcpu");
      return Nd4jCpu.class.getResource(folder + library) != null;
    }
  }
}
