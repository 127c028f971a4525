package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.train.RemoteMachines.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SparkSettingsTest {
  private static final String ON_LOOPBACK = "spark://127.0.0.1:7077";
  private static final Map<String, String> LOCAL_IP = Map.of("SPARK_LOCAL_IP", "127.0.0.1");
  private static final String AUTHENTICATE = "spark.authenticate";
  private static final Map<String, String> SECRET =
      Map.of(AUTHENTICATE, "true", "spark.authenticate.secret", "0123456789abcdef");

  private static SparkConf conf(String url, Map<String, String> settings) {
    return conf(url, settings, LOCAL_IP);
  }

  private static SparkConf conf(
      String url, Map<String, String> settings, Map<String, String> environment) {
    return new SparkSettings(new Place(url, settings), environment)
        .conf("trawl x", 2, List.of("a.jar"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ON_LOOPBACK,
        "spark://[::1]:7077",
        "spark://localhost:7077,127.0.0.2:7077",
        "local-cluster[2,1,2048]"
      })
  void cluster_onThisMachine_needsNoSecretAndListensOnLoopback(String url) {
    SparkConf conf = conf(url, Map.of());

    assertThat(conf.get("spark.master")).isEqualTo(url);
    assertThat(conf.get("spark.driver.host")).isEqualTo("127.0.0.1");
    assertThat(conf.get("spark.driver.bindAddress")).isEqualTo("127.0.0.1");
    assertThat(conf.get("spark.ui.enabled")).isEqualTo("false");
    assertThat(conf.get("spark.task.cpus")).isEqualTo("2");
    assertThat(conf.get("spark.task.maxFailures")).isEqualTo("1");
  }

  @Test
  void clusterInThisProcess_needsALocalAddressAndHasASecret() {
    String url = "local-cluster[2,1,2048]";

    assertThatThrownBy(() -> conf(url, Map.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("need SPARK_LOCAL_IP=127.0.0.1 in the environment")
        .hasMessageEndingWith("found none");
    assertThatThrownBy(() -> conf(url, Map.of(), Map.of("SPARK_LOCAL_IP", "0.0.0.0")))
        .hasMessageEndingWith("found 0.0.0.0");
    SparkConf conf = conf(url, Map.of());
    assertThat(conf.get(AUTHENTICATE)).isEqualTo("true");
    assertThat(conf.get("spark.authenticate.secret")).hasSize(64);
  }

  /** One of several masters is enough, and so is an address of the driver's own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark://192.0.2.7:7077 | | ",
        "spark://127.0.0.1:7077,192.0.2.7:7077 | | ",
        "spark://[2001:db8::7]:7077 | | ",
        "yarn | | ",
        "k8s://https://192.0.2.7:6443 | | ",
        "spark://127.0.0.1:7077 | spark.driver.bindAddress | 0.0.0.0",
        "spark://127.0.0.1:7077 | spark.driver.bindAddress | ::",
        "spark://127.0.0.1:7077 | spark.driver.host | 192.0.2.7",
        "local-cluster[2,1,2048] | spark.driver.bindAddress | 0.0.0.0",
        "local-cluster[2,1,2048] | spark.driver.host | 192.0.2.7"
      })
  void cluster_beyondThisMachine_isRefusedWithoutAuthentication(
      String url, @Nullable String key, @Nullable String host) {
    Map<String, String> settings = key == null || host == null ? Map.of() : Map.of(key, host);

    assertThatThrownBy(() -> conf(url, settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("need --spark-conf spark.authenticate=true")
        .hasMessageContaining(key == null ? url : key + "=" + host);
    Map<String, String> secret = new HashMap<>(SECRET);
    secret.putAll(settings);
    SparkConf conf = conf(url, secret);
    assertThat(conf.get("spark.driver.bindAddress", "none"))
        .isEqualTo(settings.getOrDefault("spark.driver.bindAddress", "none"));
    assertThat(conf.get("spark.network.crypto.enabled")).isEqualTo("true");
  }

  @Test
  void cluster_whoseJarIsMissing_isNamed() {
    assertThat(cluster("yarn").missingJar()).hasValueSatisfying(SparkSettingsTest::namesYarn);
    assertThat(cluster("k8s://https://192.0.2.7:6443").missingJar())
        .hasValueSatisfying(
            words -> assertThat(words).startsWith("need spark-kubernetes_2.13 for k8s://"));
    assertThat(cluster("yarn").isTried()).isFalse();
    assertThat(cluster("spark://192.0.2.7:7077").isTried()).isTrue();
    assertThat(cluster("spark://192.0.2.7:7077").missingJar()).isEmpty();
    assertThat(cluster("local-cluster[2,1,2048]").missingJar()).isEmpty();
  }

  private static SparkCluster cluster(String url) {
    return new SparkSettings(new Place(url, SECRET), LOCAL_IP).cluster();
  }

  private static void namesYarn(String words) {
    assertThat(words)
        .isEqualTo(
            "need spark-yarn_2.13 for yarn, where Trawl is untested, found a build without; mvn"
                + " -Pspark -Dspark.manager=yarn package has it");
  }

  @Test
  void authentication_withoutASecret_isRefused() {
    Map<String, String> none = Map.of(AUTHENTICATE, "true");
    Map<String, String> blank = Map.of(AUTHENTICATE, "true", "spark.authenticate.secret", " ");
    String url = "spark://192.0.2.7:7077";

    for (Map<String, String> settings : List.of(none, blank)) {
      assertThatThrownBy(() -> conf(url, settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("need the secret that the cluster's master has");
    }
    Map<String, String> environment = Map.of("_SPARK_AUTH_SECRET", "fedcba9876543210");
    assertThat(conf(url, none, environment).get("spark.authenticate.secret"))
        .isEqualTo("fedcba9876543210");
    assertThat(conf(url, SECRET, environment).get("spark.authenticate.secret"))
        .isEqualTo("0123456789abcdef");
    assertThat(conf("yarn", none).contains("spark.authenticate.secret"))
        .as("YARN makes one")
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local[2]",
        "http://127.0.0.1:7077",
        "spark://127.0.0.1",
        "spark://127.0.0.1:7077,x",
        "local-cluster[2]"
      })
  void url_ofNoCluster_isRefused(String url) {
    assertThatThrownBy(() -> conf(url, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("found " + url);
  }

  @ParameterizedTest
  @CsvSource({
    "spark.speculation, true, need spark.speculation=false",
    "spark.task.maxFailures, 4, need spark.task.maxFailures=1",
    "spark.ui.enabled, true, need spark.ui.enabled=false",
    "spark.master, local[2], need the cluster as --spark URL",
    "executor.memory, 2g, need a setting that begins with spark."
  })
  void setting_thatPromisesNeedOtherwise_isRefused(String key, String value, String message) {
    assertThatThrownBy(() -> conf("spark://127.0.0.1:7077", Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void setting_ofTheUser_isTaken() {
    assertThat(
            conf("spark://127.0.0.1:7077", Map.of("spark.executor.memory", "3g"))
                .get("spark.executor.memory"))
        .isEqualTo("3g");
  }
}
