package dev.trawl.spark;

import dev.trawl.track.Owner;
import dev.trawl.train.NativeBackend;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Override
    public byte[] call(Integer unused) {
      LinkedHashMap<String, String> found = new LinkedHashMap<>();
      found.put("host", Owner.thisHost());
      found.put("java", Runtime.version().toString());
      found.putAll(NativeBackend.inspect().asMap());
      return Packed.pack(new Facts(found));
    }
  }
}
