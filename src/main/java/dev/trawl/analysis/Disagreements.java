package dev.trawl.analysis;

import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The images that some of several runs take for different classes.
 *
 * @param part of which images
 * @param runs those that take part, by their place: they were all asked about the same images
 * @param images how many of them there are
 * @param found those they disagree on, the most surely wrong answer first
 */
public record Disagreements(Part part, List<Integer> runs, int images, List<Disagreement> found) {
  public Disagreements {
    runs = List.copyOf(runs);
    found = List.copyOf(found);
  }

  /**
   * An image.
   *
   * @param index where it stands in its source file, from 0
   * @param label what it is, as far as a right answer tells; null otherwise
   * @param answers of {@link Disagreements#runs}, in their order
   */
  public record Disagreement(int index, @Nullable Integer label, List<Answer> answers) {
    public Disagreement {
      answers = List.copyOf(answers);
    }

    private int wrongConfidence() {
      return answers.stream()
          .filter(answer -> Objects.equals(answer.right(), false))
          .mapToInt(Answer::confidence)
          .max()
          .orElse(-1);
    }
  }

  /**
   * What a run takes an image for.
   *
   * @param confidence the probability of that class, from 0 to 255 for 0 to 1
   * @param right whether it is that; null where it is not known
   */
  public record Answer(int predicted, int confidence, @Nullable Boolean right) {
    public static Answer of(ImagePredictions predictions, int image) {
      return new Answer(
          predictions.predicted(image),
          predictions.confidence(image),
          predictions.knowsRight() ? (Boolean) predictions.isRight(image) : null);
    }
  }

  /**
   * Of the validation images where runs share enough to be compared by, or no fewer than test
   * images; else of those.
   */
  public static Optional<Disagreements> of(List<ComparedRun> runs) {
    Optional<Disagreements> validation = of(runs, Part.VALIDATION);
    if (validation.filter(found -> found.images() >= PairedDifference.FEWEST_IMAGES).isPresent()) {
      return validation;
    }
    Optional<Disagreements> test = of(runs, Part.TEST);
    int others = test.map(Disagreements::images).orElse(0);
    return validation.filter(found -> found.images() >= others).or(() -> test);
  }

  /**
   * Of a part's images: of as many runs as share some, the first ones where that may be said of
   * others too.
   *
   * @return empty where fewer than two runs share images
   */
  public static Optional<Disagreements> of(List<ComparedRun> runs, Part part) {
    Shared most = new Shared(List.of(), new BitSet());
    for (int first = 0; first < runs.size(); first++) {
      Shared shared = Shared.from(first, runs, part);
      if (shared.places().size() > most.places().size()) {
        most = shared;
      }
    }
    if (most.places().size() < 2) {
      return Optional.empty();
    }
    List<ImagePredictions> asked =
        most.places().stream()
            .flatMap(place -> Stream.ofNullable(runs.get(place).predictions(part)))
            .toList();
    return Optional.of(
        new Disagreements(
            part, most.places(), most.images().cardinality(), disagreements(asked, most.images())));
  }

  /** Runs that were asked about the same images. */
  private record Shared(List<Integer> places, BitSet images) {
    /** The first one, and each after it that has images in common with those before. */
    static Shared from(int first, List<ComparedRun> runs, Part part) {
      List<Integer> places = new ArrayList<>();
      BitSet images = new BitSet();
      for (int place = first; place < runs.size(); place++) {
        ImagePredictions predictions = runs.get(place).predictions(part);
        boolean sameData = places.isEmpty() || runs.get(first).hasDataOf(runs.get(place));
        if (predictions == null || !sameData) {
          continue;
        }
        BitSet common = predictions.images();
        if (!places.isEmpty()) {
          common.and(images);
        }
        if (!common.isEmpty()) {
          images = common;
          places.add(place);
        }
      }
      return new Shared(places, images);
    }
  }

  private static List<Disagreement> disagreements(List<ImagePredictions> asked, BitSet images) {
    List<int[]> places = asked.stream().map(Disagreements::places).toList();
    List<Disagreement> found = new ArrayList<>();
    for (int index = images.nextSetBit(0); index >= 0; index = images.nextSetBit(index + 1)) {
      List<Answer> answers = new ArrayList<>();
      for (int run = 0; run < asked.size(); run++) {
        answers.add(Answer.of(asked.get(run), places.get(run)[index]));
      }
      if (answers.stream().mapToInt(Answer::predicted).distinct().limit(2).count() > 1) {
        found.add(new Disagreement(index, label(answers), answers));
      }
    }
    found.sort(
        Comparator.comparingInt(Disagreement::wrongConfidence)
            .reversed()
            .thenComparingInt(Disagreement::index));
    return found;
  }

  /** Where each image of a source file is among the predictions. */
  private static int[] places(ImagePredictions predictions) {
    int[] places = new int[predictions.images().length()];
    for (int image = 0; image < predictions.size(); image++) {
      places[predictions.index(image)] = image;
    }
    return places;
  }

  private static @Nullable Integer label(List<Answer> answers) {
    return answers.stream()
        .filter(answer -> Objects.equals(answer.right(), true))
        .map(Answer::predicted)
        .findFirst()
        .orElse(null);
  }
}
