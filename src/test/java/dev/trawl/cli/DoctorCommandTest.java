package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.model.Architectures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private final RecordedDigits digits;

  DoctorCommandTest(@TempDir Path folder) {
    digits = new RecordedDigits(folder);
  }

  @Test
  void doctor_ofThisMachine_hasALineForEachModel() {
    Ran ran = digits.trawl("doctor");
    for (String model : new Architectures().models()) {
      assertThat(ran.out().lines().filter(line -> line.contains("network " + model + " ")))
          .singleElement()
          .asString()
          .matches("(ok|note) +network \\S+ +(onednn|stock): .+");
    }
  }

  @Test
  void doctor_withAPlan_hasALineForEachPartOfTheNetwork() throws Exception {
    Ran ran = digits.trawl("doctor", "--plan", "se_resnet");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out().lines()).hasSizeGreaterThan(40).contains("upsampling1: spread");
    assertThat(
            new ObjectMapper()
                .readTree(digits.trawl("doctor", "--plan", "se_resnet", "--json").out()))
        .extracting(line -> line.asText())
        .containsExactlyElementsOf(ran.out().lines().toList());
  }

  @Test
  void doctor_withAPlanThatCanNotBe_saysWhatIsNeeded() {
    Ran unknown = digits.trawl("doctor", "--plan", "vgg");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err())
        .contains(
            "need a model of attention, cnn, deep_cnn, mobilenet_v2, resnet, se_resnet, found vgg");
    Ran both = digits.trawl("doctor", "--plan", "cnn", "--spark", "spark://host:7077");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("need --plan or --spark, found both");
  }
}
