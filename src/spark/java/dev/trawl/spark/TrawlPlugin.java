package dev.trawl.spark;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** Carries messages: {@code spark.plugins} names it, and Spark makes one in each JVM. */
public final class TrawlPlugin implements SparkPlugin {
  private static volatile @Nullable PluginContext driver;

  /** Public for Spark. */
  public TrawlPlugin() {}

  /** An executor's way to the driver. */
  static PluginContext driver() {
    PluginContext found = driver;
    if (found == null) {
      throw new IllegalStateException("need an executor with spark.plugins, found none");
    }
    return found;
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        return Map.of();
      }

      @Override
      public Object receive(Object message) {
        return Packed.pack(Exchange.OF_THIS_PROCESS.receive(message));
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> settings) {
        driver = context;
      }
    };
  }
}
