package dev.trawl.spark;

import com.sun.management.OperatingSystemMXBean;
import dev.trawl.track.ByteText;
import dev.trawl.track.Owner;
import dev.trawl.train.NativeBackend;
import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkBuildInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** What an executor has. */
final class Examined {
  private Examined() {}

  static Map<String, String> by(JavaSparkContext spark, int executors, int slots)
      throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    found.put("Spark", spark.version());
    found.put("executors", Integer.toString(executors));
    found.put("slots of one core", Integer.toString(slots));
    try {
      byte[] told = spark.parallelize(List.of(0), 1).map(new Look()).collect().get(0);
      found.putAll(Packed.unpack(told, Facts.class).entries());
    } catch (RuntimeException e) {
      throw new IOException("need an executor that can train, found " + e.getMessage(), e);
    }
    return found;
  }

  /** Of a machine, by name. */
  @SuppressWarnings("serial")
  private record Facts(LinkedHashMap<String, String> entries) implements Serializable {}

  /** Loads there what training needs. */
  private static final class Look implements Function<Integer, byte[]> {
    private static final long serialVersionUID = 1L;
    private static final int NEEDED_BESIDE = 2;

    @Override
    public byte[] call(Integer unused) {
      LinkedHashMap<String, String> found = new LinkedHashMap<>();
      found.put("Spark there", SparkBuildInfo.spark_version());
      found.put("host", Owner.thisHost());
      found.put("memory", memory());
      found.put("java", Runtime.version().toString());
      found.putAll(NativeBackend.inspect().asMap());
      return Packed.pack(new Facts(found));
    }

    /** ND4J's is beside the heap, which a container has to have room for. */
    private static String memory() {
      OperatingSystemMXBean system =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      long heap = Runtime.getRuntime().maxMemory();
      long beside = system.getTotalMemorySize() - heap;
      String found =
          "%s of heap, %s of its machine or container beside it"
              .formatted(ByteText.of(heap), ByteText.of(Math.max(0, beside)));
      return beside >= NEEDED_BESIDE * heap
          ? found
          : found + ": need twice the heap, by spark.executor.memoryOverhead";
    }
  }
}
