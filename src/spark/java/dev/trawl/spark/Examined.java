package dev.trawl.spark;

import com.sun.management.OperatingSystemMXBean;
import dev.trawl.track.ByteText;
import dev.trawl.track.Owner;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.RemoteMachines.Finding;
import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkBuildInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** What an executor has. */
final class Examined {
  /** What training needs beside the heap, in heaps. */
  private static final int NEEDED_BESIDE = 2;

  private Examined() {}

  static List<Finding> by(JavaSparkContext spark, int executors, int slots) throws IOException {
    List<Finding> found = new ArrayList<>();
    found.add(Finding.enough("Spark", spark.version()));
    found.add(Finding.enough("executors", Integer.toString(executors)));
    found.add(Finding.enough("slots of one core", Integer.toString(slots)));
    try {
      byte[] told = spark.parallelize(List.of(spark.version()), 1).map(new Look()).collect().get(0);
      found.addAll(Packed.unpack(told, Facts.class).findings());
    } catch (RuntimeException e) {
      throw new IOException("need an executor that can train, found " + e.getMessage(), e);
    }
    return found;
  }

  /** Of a machine. */
  @SuppressWarnings("serial")
  private record Facts(ArrayList<Finding> findings) implements Serializable {}

  /** Loads there what training needs, given the driver's version of Spark. */
  private static final class Look implements Function<String, byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] call(String version) {
      ArrayList<Finding> found = new ArrayList<>();
      found.add(spark(SparkBuildInfo.spark_version(), version));
      found.add(Finding.enough("host", Owner.thisHost()));
      OperatingSystemMXBean system =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      found.add(memory(Runtime.getRuntime().maxMemory(), system.getTotalMemorySize()));
      found.add(Finding.enough("java", Runtime.version().toString()));
      NativeBackend backend = NativeBackend.inspect();
      backend.asMap().forEach((name, value) -> found.add(Finding.enough(name, value)));
      found.add(new Finding("networks", backend.networks(), !backend.slow()));
      return Packed.pack(new Facts(found));
    }
  }

  static Finding spark(String there, String needed) {
    return there.equals(needed)
        ? Finding.enough("Spark there", there)
        : new Finding("Spark there", "%s, need the driver's %s".formatted(there, needed), false);
  }

  /** ND4J's is beside the heap, which a container has to have room for. */
  static Finding memory(long heap, long machine) {
    long beside = Math.max(0, machine - heap);
    boolean isEnough = beside >= NEEDED_BESIDE * heap;
    return new Finding(
        "memory",
        "%s of heap, %s of its machine or container beside it%s"
            .formatted(
                ByteText.of(heap),
                ByteText.of(beside),
                isEnough ? "" : ": need twice the heap, by spark.executor.memoryOverhead"),
        isEnough);
  }
}
