package dev.trawl.analysis;

import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The images that some of several runs take for different classes. Immutable; an image's record is
 * made when it is asked for, from what the runs predict.
 */
public final class Disagreements {
  private final Part part;
  private final List<Integer> runs;
  private final int images;
  private final List<Disagreement> found;

  private Disagreements(Part part, List<Integer> runs, int images, List<Disagreement> found) {
    this.part = part;
    this.runs = List.copyOf(runs);
    this.images = images;
    this.found = found;
  }

  /** Of which images. */
  public Part part() {
    return part;
  }

  /** Those that take part, by their place: they were all asked about the same images. */
  public List<Integer> runs() {
    return runs;
  }

  /** How many images these are. */
  public int images() {
    return images;
  }

  /** The images they disagree on, the most surely wrong answer first. */
  public List<Disagreement> found() {
    return found;
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

    /** The same, judged by what the image is where that was not known. */
    public Answer judged(int label) {
      return right == null ? new Answer(predicted, confidence, predicted == label) : this;
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
    for (int first = 0; runs.size() - first > most.places().size(); first++) {
      Shared shared = Shared.from(first, runs, part);
      if (shared.places().size() > most.places().size()) {
        most = shared;
      }
    }
    if (most.places().size() < 2) {
      return Optional.empty();
    }
    Asked asked =
        Asked.of(
            most.places().stream()
                .flatMap(place -> Stream.ofNullable(runs.get(place).predictions(part)))
                .toList());
    return Optional.of(
        new Disagreements(
            part,
            most.places(),
            most.images().cardinality(),
            new Found(asked, asked.disagreed(most.images()))));
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

  /**
   * What runs predict, and where: of each run, the place of an image among its predictions, by the
   * image's index in its source file.
   */
  private record Asked(List<ImagePredictions> runs, List<int[]> places) {

    /** Runs that were asked in one order, as those of a sweep are, share their places. */
    static Asked of(List<ImagePredictions> runs) {
      List<int[]> places = new ArrayList<>();
      for (ImagePredictions run : runs) {
        int same = 0;
        while (same < places.size() && !run.hasOrderOf(runs.get(same))) {
          same++;
        }
        places.add(same < places.size() ? places.get(same) : placesOf(run));
      }
      return new Asked(runs, places);
    }

    private static int[] placesOf(ImagePredictions predictions) {
      int[] places = new int[predictions.images().length()];
      for (int image = 0; image < predictions.size(); image++) {
        places[predictions.index(image)] = image;
      }
      return places;
    }

    /** The indexes of the images they disagree on, the most surely wrong answer first. */
    int[] disagreed(BitSet images) {
      return images.stream()
          .filter(this::isDisagreedOn)
          .mapToLong(index -> (long) -wrongConfidence(index) << Integer.SIZE | index)
          .sorted()
          .mapToInt(rank -> (int) rank)
          .toArray();
    }

    private boolean isDisagreedOn(int index) {
      int first = runs.get(0).predicted(places.get(0)[index]);
      for (int run = 1; run < runs.size(); run++) {
        if (runs.get(run).predicted(places.get(run)[index]) != first) {
          return true;
        }
      }
      return false;
    }

    /** Of the surest answer that is known to be wrong; -1 without one. */
    private int wrongConfidence(int index) {
      int surest = -1;
      for (int run = 0; run < runs.size(); run++) {
        ImagePredictions predictions = runs.get(run);
        int image = places.get(run)[index];
        if (predictions.knowsRight() && !predictions.isRight(image)) {
          surest = Math.max(surest, predictions.confidence(image));
        }
      }
      return surest;
    }

    Disagreement disagreement(int index) {
      List<Answer> answers = new ArrayList<>();
      for (int run = 0; run < runs.size(); run++) {
        answers.add(Answer.of(runs.get(run), places.get(run)[index]));
      }
      return new Disagreement(index, label(answers), answers);
    }

    private static @Nullable Integer label(List<Answer> answers) {
      return answers.stream()
          .filter(answer -> Objects.equals(answer.right(), true))
          .map(Answer::predicted)
          .findFirst()
          .orElse(null);
    }
  }

  /** Images as records, each made when it is asked for. */
  private static final class Found extends AbstractList<Disagreement> implements RandomAccess {
    private final Asked asked;
    private final int[] indexes;

    Found(Asked asked, int[] indexes) {
      this.asked = asked;
      this.indexes = indexes;
    }

    @Override
    public Disagreement get(int rank) {
      return asked.disagreement(indexes[rank]);
    }

    @Override
    public int size() {
      return indexes.length;
    }
  }
}
