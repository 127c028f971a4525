package dev.trawl.spark;

import dev.trawl.train.RemoteMachines.Place;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;

/** What Spark is told: what the user asks for, what Trawl needs, and usual values for the rest. */
final class SparkSettings {
  /** What runs as promised with these alone. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "spark.plugins", TrawlPlugin.class.getName(),
          "spark.speculation", "false",
          "spark.ui.enabled", "false", // It asks nobody for a secret.
          "spark.task.maxFailures", "1");

  private static final String MASTER = "spark.master";

  private final Place place;
  private final SparkCluster cluster;

  /**
   * @param environment variables of this process
   * @throws IllegalArgumentException for a place that can't be used so, with what was needed
   */
  SparkSettings(Place place, Map<String, String> environment) {
    this.place = place;
    NEEDED.forEach(
        (key, value) -> {
          String found = place.settings().get(key);
          if (found != null && !found.equals(value)) {
            throw new IllegalArgumentException("need %s=%s, found %s".formatted(key, value, found));
          }
        });
    for (String key : place.settings().keySet()) {
      if (!key.startsWith("spark.")) {
        throw new IllegalArgumentException("need a setting that begins with spark., found " + key);
      }
    }
    if (place.settings().containsKey(MASTER)) {
      throw new IllegalArgumentException("need the cluster as --spark URL, found " + MASTER);
    }
    cluster = new SparkCluster(place, environment);
  }

  /** Which cluster, and who can reach it. */
  SparkCluster cluster() {
    return cluster;
  }

  /** What Spark makes of this machine's name, which is no setting of Spark's. */
  void keepToThisMachine() {
    if (cluster.isOfThisMachine()) {
      Utils.setCustomHostname(SparkCluster.LOOPBACK);
    }
  }

  private static String secret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * All settings.
   *
   * @param name of the application
   * @param threads of a run
   * @param jars that executors get
   */
  SparkConf conf(String name, int threads, List<String> jars) {
    Map<String, String> all = new LinkedHashMap<>();
    if (cluster.isOfThisMachine()) {
      all.put(SparkCluster.DRIVER_HOST, SparkCluster.LOOPBACK);
      all.put(SparkCluster.BIND_ADDRESS, SparkCluster.LOOPBACK);
    } else {
      all.put("spark.network.crypto.enabled", "true");
    }
    if (cluster.isInThisProcess()) { // other users of this machine
      all.put(SparkCluster.AUTHENTICATE, "true");
      all.put(SparkCluster.SECRET, secret());
    }
    cluster.secret().ifPresent(secret -> all.put(SparkCluster.SECRET, secret));
    all.put("spark.executor.memory", "2g");
    all.put("spark.network.timeout", "60s");
    all.put("spark.executor.heartbeatInterval", "5s");
    all.put("spark.task.reaper.enabled", "true");
    all.put("spark.task.reaper.killTimeout", "60s");
    all.put("spark.task.cpus", Integer.toString(threads));
    all.put("spark.executorEnv.OMP_NUM_THREADS", "1");
    all.put("spark.executorEnv.OMP_WAIT_POLICY", "passive");
    all.put(
        "spark.executor.extraJavaOptions",
        "-XX:+UseSerialGC -Dorg.eclipse.deeplearning4j.helpers.disable=false"
            + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.maxbytes=200%");
    all.put("spark.jars", String.join(",", jars));
    all.putAll(place.settings());
    all.putAll(NEEDED);
    SparkConf conf = new SparkConf().setMaster(place.url()).setAppName(name);
    all.forEach(conf::set);
    return conf;
  }
}
