package dev.trawl.train.onednn;

import java.util.Objects;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The oneDNN library, loaded once a process; its engine is shared by all threads. */
final class OneDnn {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

  /** Vector instructions, as {@link #instructions} names them. */
  static final String AVX_512 = "AVX-512";

  static final String AVX2 = "AVX2";
  static final String SSE = "SSE4.1";

  private OneDnn() {}

  /** Exactly one of the two is there. */
  private record Library(@Nullable engine processor, @Nullable String problem) {}

  private static final class Holder {
    private static final Library LIBRARY = load();
  }

  /** Why it can't be used on this machine; null if it can. */
  static @Nullable String problem() {
    return Holder.LIBRARY.problem();
  }

  static engine engine() {
    return Objects.requireNonNull(Holder.LIBRARY.processor(), "the library was not loaded");
  }

  /**
   * How many channels lie together in the layout that its convolutions are fastest with: as many as
   * a register has floats. 0 where they are fast with no such layout.
   */
  static int block() {
    return hasAvx512() ? 16 : hasAvx2() ? 8 : 0;
  }

  /**
   * Whether it computes the gradient of weights by images of one channel as if they had a whole
   * block of them, but those by images of three as they are.
   */
  static boolean prefersThreeChannels() {
    return hasAvx2() && !hasAvx512();
  }

  /**
   * Whether convolutions that only predict are faster on images that lie pixel by pixel than on
   * blocks of channels, save depthwise ones: by 3 to 13 % (src/docs/benchmarks.md).
   */
  static boolean predictsByPixels() {
    return hasAvx2() && !hasAvx512();
  }

  static boolean hasAvx512() {
    return has(dnnl.dnnl_cpu_isa_avx512_core);
  }

  static boolean hasAvx2() {
    return has(dnnl.dnnl_cpu_isa_avx2);
  }

  /** Whether it computes bfloat16 by instructions of the processor's for it. */
  static boolean hasBfloat16() {
    return has(dnnl.dnnl_cpu_isa_avx512_core_bf16);
  }

  private static boolean has(int instructions) {
    return (dnnl.dnnl_get_effective_cpu_isa() & instructions) == instructions;
  }

  /** The processor's vector instructions, as far as they are used, such as {@code AVX2}. */
  static String instructions() {
    if (!Loader.getPlatform().endsWith("x86_64")) {
      return Loader.getPlatform();
    }
    return hasAvx512() ? AVX_512 : hasAvx2() ? AVX2 : SSE;
  }

  static String version() {
    try (dnnl_version_t version = dnnl.version()) {
      return "%d.%d.%d".formatted(version.major(), version.minor(), version.patch());
    }
  }

  private static Library load() {
    try {
      return new Library(new engine(engine.kind.cpu, 0), null);
    } catch (LinkageError | RuntimeException e) {
      LOG.debug("no oneDNN", e);
      return new Library(null, "no oneDNN for " + Loader.getPlatform());
    }
  }
}
