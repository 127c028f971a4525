package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.train.RemoteMachines.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SparkSettingsTest {
  private static SparkConf conf(String url, Map<String, String> settings) {
    return new SparkSettings(new Place(url, settings)).conf("trawl x", 2, List.of("a.jar"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"spark://127.0.0.1:7077", "spark://[::1]:7077", "local-cluster[2,1,2048]"})
  void cluster_onThisMachine_needsNoSecretAndListensOnLoopback(String url) {
    SparkConf conf = conf(url, Map.of());

    assertThat(conf.get("spark.master")).isEqualTo(url);
    assertThat(conf.get("spark.driver.bindAddress")).isEqualTo("127.0.0.1");
    assertThat(conf.get("spark.task.cpus")).isEqualTo("2");
    assertThat(conf.get("spark.task.maxFailures")).isEqualTo("1");
  }

  @Test
  void clusterInThisProcess_needsALocalAddressAndHasASecret() throws IOException {
    SparkSettings settings = new SparkSettings(new Place("local-cluster[2,1,2048]", Map.of()));

    assertThatThrownBy(() -> settings.keepToThisMachine(Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("need SPARK_LOCAL_IP=127.0.0.1 in the environment");
    settings.keepToThisMachine(Map.of("SPARK_LOCAL_IP", "127.0.0.1"));
    SparkConf conf = conf("local-cluster[2,1,2048]", Map.of());
    assertThat(conf.get("spark.authenticate")).isEqualTo("true");
    assertThat(conf.get("spark.authenticate.secret")).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://192.0.2.7:7077", "yarn", "k8s://https://192.0.2.7:6443"})
  void cluster_beyondThisMachine_isRefusedWithoutAuthentication(String url) {
    assertThatThrownBy(() -> conf(url, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("need --spark-conf spark.authenticate=true")
        .hasMessageContaining(url);
    Map<String, String> secret =
        Map.of("spark.authenticate", "true", "spark.authenticate.secret", "0123456789abcdef");
    assertThat(conf(url, secret).contains("spark.driver.bindAddress")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"local[2]", "http://127.0.0.1:7077", "spark://127.0.0.1", "local-cluster[2]"})
  void url_ofNoCluster_isRefused(String url) {
    assertThatThrownBy(() -> conf(url, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("found " + url);
  }

  @ParameterizedTest
  @CsvSource({
    "spark.speculation, true, need spark.speculation=false",
    "spark.task.maxFailures, 4, need spark.task.maxFailures=1",
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
