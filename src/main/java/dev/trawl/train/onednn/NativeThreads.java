package dev.trawl.train.onednn;

import dev.trawl.model.NetworkConfiguration;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads oneDNN computes with on behalf of the Java thread that made this, until it is
 * closed by the same thread. OpenMP keeps the number for each thread by itself: runs beside each
 * other may have different ones.
 *
 * <p>The number decides how sums are split, and so the last bits of the results; the same number
 * gives the same bits. It is given to OpenMP by way of ND4J, which shares oneDNN's on Linux only.
 */
public final class NativeThreads implements AutoCloseable {
  private final NativeOps openMp;
  private final int before;

  /**
   * @param threads from 1
   */
  public NativeThreads(int threads) {
    Nd4j.getBackend(); // Which ND4J's holder of native operations asks for, but doesn't load.
    openMp = NativeOpsHolder.getInstance().getDeviceNativeOps();
    before = openMp.ompGetMaxThreads();
    openMp.setOmpNumThreads(threads);
  }

  /** Why such networks can't be trained with so many threads here; empty where they can. */
  public static Optional<String> refusal(NetworkConfiguration network, int threads) {
    if (threads == 1) {
      return Optional.empty();
    }
    if (!Loader.getPlatform().startsWith("linux")) {
      return Optional.of(
          "need Linux for more than one thread a run, found %s".formatted(Loader.getPlatform()));
    }
    return GraphPlan.of(network)
        .stockReason()
        .map(
            reason ->
                "need a network compiled for oneDNN for more than one thread a run, found stock: "
                    + reason);
  }

  /** How many OpenMP says that it is now. */
  public int count() {
    return openMp.ompGetMaxThreads();
  }

  @Override
  public void close() {
    openMp.setOmpNumThreads(before);
  }
}
