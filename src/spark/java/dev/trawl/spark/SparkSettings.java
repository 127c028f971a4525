package dev.trawl.spark;

import dev.trawl.train.RemoteMachines.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;

/** What Spark is told: what the user asks for, what Trawl needs, and usual values for the rest. */
final class SparkSettings {
  private static final Pattern STANDALONE = Pattern.compile("spark://([^:/,]+|\\[[^]]+]):\\d+.*");
  private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[\\d+,\\d+,\\d+]");
  private static final String LOOPBACK = "127.0.0.1";
  private static final String AUTHENTICATE = "spark.authenticate";

  /** What runs as promised with these alone. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "spark.plugins", TrawlPlugin.class.getName(),
          "spark.speculation", "false",
          "spark.task.maxFailures", "1");

  private final Place place;

  /**
   * @throws IllegalArgumentException for a place that can't be used so, with what was needed
   */
  SparkSettings(Place place) {
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
    if (!isOfThisMachine() && !"true".equals(place.settings().get(AUTHENTICATE))) {
      throw new IllegalArgumentException(
          "need --spark-conf %s=true and spark.authenticate.secret beyond this machine, found %s without: who reaches the driver's port could run code there"
              .formatted(AUTHENTICATE, place.url()));
    }
  }

  private boolean isOfThisMachine() {
    String url = place.url();
    if (LOCAL_CLUSTER.matcher(url).matches()) {
      return true;
    }
    Matcher standalone = STANDALONE.matcher(url);
    if (standalone.matches()) {
      return isLoopback(standalone.group(1));
    }
    if (url.startsWith("k8s://") || url.equals("yarn")) {
      return false;
    }
    throw new IllegalArgumentException(
        "need spark://HOST:PORT, local-cluster[EXECUTORS,CORES,MEGABYTES], k8s://URL or yarn, found"
            + " "
            + url);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("need a host that there is, found " + host, e);
    }
  }

  /**
   * A cluster in this JVM listens where the machine's name leads, unless it has another, and its
   * pages on all addresses, unless the environment names one.
   *
   * @throws IOException when that names none of this machine's own
   */
  void keepToThisMachine(Map<String, String> environment) throws IOException {
    String found = environment.getOrDefault("SPARK_LOCAL_IP", "none");
    if (LOCAL_CLUSTER.matcher(place.url()).matches() && !found.equals(LOOPBACK)) {
      throw new IOException(
          "need SPARK_LOCAL_IP=%s in the environment, as ./trawl sets it, else %s listens on the network; found %s"
              .formatted(LOOPBACK, place.url(), found));
    }
    if (isOfThisMachine()) {
      Utils.setCustomHostname(LOOPBACK);
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
    if (isOfThisMachine()) {
      all.put("spark.driver.host", LOOPBACK);
      all.put("spark.driver.bindAddress", LOOPBACK);
    }
    if (LOCAL_CLUSTER.matcher(place.url()).matches()) { // other users of this machine
      all.put(AUTHENTICATE, "true");
      all.put("spark.authenticate.secret", secret());
    }
    all.put("spark.ui.enabled", "false");
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
