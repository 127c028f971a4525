package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.model.Architectures;
import dev.trawl.search.Searches;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An epoch rule that isn't Trawl's; TrainerTest trains with it. */
class NewEpochRuleTest extends EpochRuleContract {
  @Override
  EpochRules rules() {
    return EpochSettings.RULES;
  }

  @Override
  List<Selection> settings() {
    return List.of(EpochSettings.stepDecay(2, 0.5));
  }

  private TrainingSpec read(String training) throws InvalidSweepException {
    String text =
        """
        method: grid
        dataset: mnist
        parameters: {dropout: {value: 0}}
        training: {%s}
        """
            .formatted(training);
    SweepFiles files =
        new SweepFiles(() -> Set.of("mnist"), new Architectures(), Searches.standard(), rules());
    return files.read(new SweepSource("x.yaml", text, List.of())).spec().training();
  }

  @Test
  void read_aFileThatAsksForIt_hasItsSettingsWhereverTheKeyStands() throws Exception {
    String decay = "step_decay: {epochs: 2, factor: 0.5}";
    String stopping = "early_stopping: {monitor: val_loss, patience: 3}";

    assertThat(read(decay).rules()).isEqualTo(settings());
    assertThat(read(decay + ", " + stopping).rules())
        .containsExactly(
            EpochSettings.earlyStopping("val_loss", 3, 0), EpochSettings.stepDecay(2, 0.5));
  }

  @Test
  void read_badSettings_areLocatedProblems() {
    assertThatThrownBy(() -> read("step_decay: {epochs: 0}"))
        .hasMessageContaining("x.yaml:4:24: found no key factor, expected one, such as factor: 0.5")
        .hasMessageContaining("x.yaml:4:33: found 0, expected an integer of at least 1");
    assertThatThrownBy(() -> read("step_decay: 3"))
        .hasMessageContaining("expected a mapping such as {epochs: 3, factor: 0.5}");
  }
}
