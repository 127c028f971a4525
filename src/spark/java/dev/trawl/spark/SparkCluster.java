package dev.trawl.spark;

import dev.trawl.train.RemoteMachines.Place;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.scheduler.ExternalClusterManager;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster a URL names, and who can reach what listens there: this machine alone, or others
 * too. Whoever reaches a port of Spark's can run code behind it, unless he has to know a secret.
 */
final class SparkCluster {
  static final String LOOPBACK = "127.0.0.1";
  static final String AUTHENTICATE = "spark.authenticate";
  static final String SECRET = "spark.authenticate.secret";
  static final String DRIVER_HOST = "spark.driver.host";
  static final String BIND_ADDRESS = "spark.driver.bindAddress";

  /** Spark's own name for a secret that no list of processes shows. */
  static final String SECRET_VARIABLE = "_SPARK_AUTH_SECRET";

  private static final String LOCAL_IP = "SPARK_LOCAL_IP";
  private static final String STANDALONE = "spark://";
  private static final Pattern ADDRESS = Pattern.compile("([^:/,]+|\\[[^]]+]):\\d+");
  private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[(\\d+),\\d+,\\d+]");

  private final Place place;
  private final @Nullable String secretOfEnvironment;
  private final boolean isOfThisMachine;

  /**
   * @throws IllegalArgumentException for a URL of no cluster, and for one that others could reach
   *     without a secret, with what was needed
   */
  SparkCluster(Place place, Map<String, String> environment) {
    this.place = place;
    this.secretOfEnvironment = environment.get(SECRET_VARIABLE);
    Optional<String> open = beyondThisMachine();
    isOfThisMachine = open.isEmpty();
    if (!isOfThisMachine && !isAuthenticated()) {
      throw new IllegalArgumentException(
          "need --spark-conf %s=true and a secret beyond this machine, found %s without: who reaches the driver's port could run code there"
              .formatted(AUTHENTICATE, open.get()));
    }
    if (isAuthenticated() && isStandalone() && secret().isEmpty()) {
      throw new IllegalArgumentException(
          "need the secret that the cluster's master has, in %s in the environment or as --spark-conf %s, found none"
              .formatted(SECRET_VARIABLE, SECRET));
    }
    if (isInThisProcess() && !LOOPBACK.equals(environment.get(LOCAL_IP))) {
      throw new IllegalArgumentException(
          "need %s=%s in the environment, as ./trawl sets it, else %s listens on the network; found %s"
              .formatted(
                  LOCAL_IP, LOOPBACK, place.url(), environment.getOrDefault(LOCAL_IP, "none")));
    }
  }

  /** Where others find something of it; empty where they can't. */
  private Optional<String> beyondThisMachine() {
    String url = place.url();
    if (url.startsWith("k8s://")
        || url.equals("yarn")
        || !masters().allMatch(SparkCluster::isLoopback)) {
      return Optional.of(url);
    }
    return Stream.of(DRIVER_HOST, BIND_ADDRESS)
        .filter(key -> !isLoopback(place.settings().getOrDefault(key, LOOPBACK)))
        .map(key -> "%s=%s".formatted(key, place.settings().get(key)))
        .findFirst();
  }

  /** Hosts; there are several where one stands in for another. */
  private Stream<String> masters() {
    if (isInThisProcess()) {
      return Stream.empty();
    }
    String url = place.url();
    List<Matcher> addresses =
        isStandalone()
            ? Arrays.stream(url.substring(STANDALONE.length()).split(",", -1))
                .map(ADDRESS::matcher)
                .toList()
            : List.of();
    if (addresses.isEmpty() || !addresses.stream().allMatch(Matcher::matches)) {
      throw new IllegalArgumentException(
          "need spark://HOST:PORT, local-cluster[EXECUTORS,CORES,MEGABYTES], k8s://URL or yarn,"
              + " found "
              + url);
    }
    return addresses.stream().map(address -> address.group(1));
  }

  private boolean isStandalone() {
    return place.url().startsWith(STANDALONE);
  }

  /** Whether master, workers and executors are started by the driver, on its machine. */
  boolean isInThisProcess() {
    return LOCAL_CLUSTER.matcher(place.url()).matches();
  }

  /** Whether Trawl was ever tried on a cluster of this kind. */
  boolean isTried() {
    return isStandalone() || isInThisProcess();
  }

  /** Which jar of Spark's this class path lacks for the cluster, in words; empty where none. */
  Optional<String> missingJar() {
    String manager = place.url().equals("yarn") ? "yarn" : "kubernetes";
    boolean isKnown =
        isTried()
            || ServiceLoader.load(ExternalClusterManager.class).stream()
                .anyMatch(each -> each.get().canCreate(place.url()));
    return isKnown
        ? Optional.empty()
        : Optional.of(
            "need spark-%s_2.13 for %s, where Trawl is untested, found a build without; mvn -Pspark -Dspark.manager=%s package has it"
                .formatted(manager, place.url(), manager));
  }

  /** How many executors there will be, where that is known; more than any cluster has elsewhere. */
  int mostExecutors() {
    Matcher found = LOCAL_CLUSTER.matcher(place.url());
    return found.matches() ? Integer.parseInt(found.group(1)) : Integer.MAX_VALUE;
  }

  /** Whether nothing of it listens beyond this machine. */
  boolean isOfThisMachine() {
    return isOfThisMachine;
  }

  /** Whether others need the secret. */
  boolean isAuthenticated() {
    return "true".equals(place.settings().get(AUTHENTICATE));
  }

  /** A setting comes before the environment. */
  Optional<String> secret() {
    String found = place.settings().getOrDefault(SECRET, secretOfEnvironment);
    return found == null || found.isBlank() ? Optional.empty() : Optional.of(found);
  }

  /** Whether all addresses of a host are this machine's own; false of one that has none. */
  static boolean isLoopback(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
