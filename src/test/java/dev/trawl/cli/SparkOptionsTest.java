package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SparkOptionsTest {
  @Test
  void words_ofAPlace_areTypedAgainWithoutItsSecret() {
    assertThat(
            words(
                "--spark",
                "local-cluster[2,1,2048]",
                "--spark-conf",
                "spark.executor.memory=3g",
                "--spark-conf",
                "spark.authenticate.secret=0123456789abcdef",
                "--spark-conf",
                "spark.ssl.keyStorePassword=0123456789abcdef"))
        .isEqualTo(" --spark 'local-cluster[2,1,2048]' --spark-conf spark.executor.memory=3g");
    assertThat(words()).isEmpty();
  }

  private static String words(String... arguments) {
    return CommandLine.populateCommand(new SparkOptions(), arguments).words();
  }
}
