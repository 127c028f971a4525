package dev.trawl.sweep.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.model.Architectures;
import dev.trawl.sweep.Objective;
import java.util.List;
import java.util.Set;
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
    "weight_decay,",
    "drop-rate, dropout",
    "minimum, min",
    "step_size, learning_rate",
    "alpha, learning_rate",
    "lambda, l2",
    "reg_lambda, l2",
    "keep_prob, dropout",
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
    "top1, val_accuracy",
    "acc@1, val_accuracy",
    "error, val_accuracy",
    "validation_error, val_accuracy",
    "train_error, train_accuracy",
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
    "n_epoch, training.epochs",
    "iterations, training.epochs",
    "patience, training.early_stopping.patience",
    "factor, training.reduce_lr.factor",
    "rotate, training.augmentation.rotation",
    "target, metric.target",
    "batch_size, parameters.batch_size",
    "ksize, parameters.kernel_size",
    "num_layers, 'parameters.filters, whose length is the number of blocks'",
    "keep_prob, 'dropout, which is 1 - keep_prob'",
    "lerning_rate, learning_rate",
    "wd, parameters.weight_decay",
    "ema_decay, parameters.weight_average",
    "max_grad_norm, parameters.gradient_clipping",
    "flavour,"
  })
  void nearest_ofWhatBelongsElsewhere_namesThatPlace(String name, String nearest) {
    assertThat(RightPlace.nearest(name, NAMES)).isEqualTo(nearest);
  }

  @ParameterizedTest
  @CsvSource({
    "epoch, training.epochs=3",
    "seed, seed=3",
    "time_budget, budget=3",
    "lr, 'parameters.learning_rate={value: 3}'",
    "flavour,"
  })
  void setting_ofAName_isWhatGivesItTheValue(String name, String setting) {
    assertThat(RightPlace.setting(name, "3").orElse(null)).isEqualTo(setting);
  }

  @Test
  void setting_ofAHyperparameter_isOneOfTheBaseNetworks() {
    Set<String> known = new Architectures().parameters("cnn").keySet();
    for (String key : RightPlace.PARAMETERS) {
      String name = Synonyms.lastPart(key);
      assertThat(known).contains(name);
      assertThat(RightPlace.setting(name, "1")).hasValue(key + "={value: 1}");
    }
  }

  @ParameterizedTest
  @CsvSource({"--jobs, --workers", "--listen, --host", "listen,", "-workers, --workers"})
  void of_option_isAnOption(String name, String nearest) {
    assertThat(NearestName.of(name, List.of("--workers", "--host"))).isEqualTo(nearest);
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

  @ParameterizedTest
  @CsvSource({
    "bf16, float32 bfloat16 auto, bfloat16",
    "fp16, float32 bfloat16 auto, bfloat16",
    "16-mixed, float32 bfloat16 auto, bfloat16",
    "fp32, float32 bfloat16 auto, float32",
    "OneCycleLR, constant one_cycle cosine, one_cycle",
    "CosineAnnealingLR, constant one_cycle cosine, cosine",
    "nag, adam adamw sgd nesterov, nesterov",
    "kaiming_uniform, he he_uniform xavier, he_uniform",
    "vit, attention cnn deep_cnn mobilenet_v2 resnet se_resnet, attention",
    "mobilenet, attention cnn deep_cnn mobilenet_v2 resnet se_resnet, mobilenet_v2",
    "SENet, attention cnn deep_cnn mobilenet_v2 resnet se_resnet, se_resnet",
    "vgg16, attention cnn deep_cnn mobilenet_v2 resnet se_resnet, deep_cnn",
    "rmsprop, adam adamw sgd nesterov,"
  })
  void of_valueThatOthersHave_isOurs(String name, String choices, String nearest) {
    assertThat(NearestName.of(name, List.of(choices.split(" ")))).isEqualTo(nearest);
  }
}
