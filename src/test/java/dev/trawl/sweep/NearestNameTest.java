package dev.trawl.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> NAMES =
      List.of("learning_rate", "dropout", "l2", "q", "early_stopping", "min", "max");

  @ParameterizedTest
  @CsvSource({
    "lerning_rate, learning_rate",
    "learning-rate, learning_rate",
    "LEARNING_RATE, learning_rate",
    "early stopping, early_stopping",
    "dorpout, dropout",
    "l1, l2",
    "mni, min",
    "lr, learning_rate",
    "learningRate, learning_rate",
    "optimizer.lr, learning_rate",
    "optimizer/lr0, learning_rate",
    "weight_decay, l2",
    "drop-rate, dropout",
    "minimum, min",
    "momentum,",
    "l,",
    "qq,",
    "bs,",
    "x,",
    "optimizer,",
    "'',"
  })
  void of_name_isTheOneMeantOrNone(String name, String nearest) {
    assertThat(NearestName.of(name, NAMES)).isEqualTo(nearest);
  }

  @ParameterizedTest
  @CsvSource({
    "val_acc, val_accuracy",
    "val/acc, val_accuracy",
    "validation_accuracy, val_accuracy",
    "validation_loss, val_loss",
    "loss, val_loss",
    "training/loss, train_loss",
    "val_los, val_loss",
    "f1,"
  })
  void of_metric_goesByMeaningBeforeSpelling(String name, String nearest) {
    assertThat(NearestName.of(name, Objective.METRICS)).isEqualTo(nearest);
  }

  @Test
  void of_dottedNames_findsTheOneOfTheSameKind() {
    List<String> names = List.of("metrics.lr", "params.learning_rate", "tags.rate");

    assertThat(NearestName.of("params.lr", names)).isEqualTo("params.learning_rate");
  }

  @ParameterizedTest
  @CsvSource({
    "epochs, training.epochs",
    "num_epochs, training.epochs",
    "seed, the key seed",
    "random_state, the key seed",
    "val_split, dataset.validation_split",
    "lr, learning_rate",
    "momentum,"
  })
  void nearest_ofWhatBelongsElsewhere_namesThatPlace(String name, String nearest) {
    assertThat(RightPlace.nearest(name, NAMES)).isEqualTo(nearest);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "a, '', 1",
    "kitten, sitting, 3",
    "ab, ba, 1",
    "ca, abc, 3",
    "same, same, 0"
  })
  void distance_knownPairs_isThePublishedOne(String from, String to, int distance) {
    assertThat(NearestName.distance(from, to)).isEqualTo(distance);
    assertThat(NearestName.distance(to, from)).isEqualTo(distance);
  }
}
