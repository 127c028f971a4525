package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.model.Architectures;
import dev.trawl.search.Searches;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.train.EpochRules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FederationTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dropout: {values: [0.1]} | {clients: 100, fraction: 0.1} | 100 clients (iid), 10 in each"
            + " round, local epochs 1, fedavg; a round is an epoch",
        "fraction: {values: [0.1, 0.5]} | {clients: 100, local_epochs: 5} | 100 clients (iid), a"
            + " fraction of one of 0.1, 0.5 in each round, local epochs 5, fedavg; a round is an"
            + " epoch",
        "clients: {values: [10, 20]} | {fraction: 0.5, strategy: median} | one of 10, 20 clients"
            + " (iid), a fraction of 0.5 in each round, local epochs 1, median; a round is an epoch"
      })
  void line_ofAFile_saysWhoTrains(String parameter, String federated, String expected)
      throws InvalidSweepException {
    String text =
        "dataset: mnist\nmethod: grid\nparameters: {%s}\ntraining: {federated: %s}\n"
            .formatted(parameter, federated);
    SweepFiles files =
        new SweepFiles(
            () -> Set.of("mnist"), new Architectures(), Searches.standard(), EpochRules.standard());

    assertThat(
            FederationText.of(files.read(new SweepSource("f.yaml", text, List.of())).spec())
                .strip())
        .isEqualTo("federated, in simulation: " + expected);
  }
}
