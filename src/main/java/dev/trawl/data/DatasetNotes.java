package dev.trawl.data;

import dev.trawl.data.IdxFolder.Loaded;
import dev.trawl.sweep.DatasetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the user of a dataset should know, though it can be trained on. */
final class DatasetNotes {
  private DatasetNotes() {}

  /** Of its files, before limits and split are applied. */
  static List<String> of(Loaded loaded, DatasetSpec spec) {
    List<String> notes = limits(spec, loaded.train().count(), loaded.test().count());
    int classes = loaded.classes();
    int[] train = loaded.train().labelCounts();
    int[] test = loaded.test().labelCounts();
    add(
        notes,
        "no image has label %%s: the network has %d outputs all the same, one for each from 0 to %d"
            .formatted(classes, classes - 1),
        labels(classes, label -> train[label] == 0 && test[label] == 0));
    add(
        notes,
        "only test images have label %s: no run can learn to tell them",
        labels(classes, label -> train[label] == 0 && test[label] > 0));
    add(
        notes,
        "no test image has label %s: no test says how well they are told",
        labels(classes, label -> train[label] > 0 && test[label] == 0));
    return notes;
  }

  /** Of what limits and split leave of it. */
  static List<String> left(Loaded loaded, ImageSet train, ImageSet validation, ImageSet test) {
    List<String> notes = new ArrayList<>();
    addLost(notes, loaded.train(), train, "to train on");
    addLost(notes, loaded.train(), validation, "to validate with");
    addLost(notes, loaded.test(), test, "to test with");
    return notes;
  }

  private static void addLost(
      List<String> notes, LabelledImages images, ImageSet left, String purpose) {
    int[] before = images.labelCounts();
    int[] after = left.classCounts();
    add(
        notes,
        "limits and split leave no image of label %s " + purpose,
        labels(left.classes(), label -> before[label] > 0 && after[label] == 0));
  }

  private static void add(List<String> notes, String note, String labels) {
    if (!labels.isEmpty()) {
      notes.add(note.formatted(labels));
    }
  }

  /** Limits that limit nothing. */
  static List<String> limits(DatasetSpec spec, int trainImages, int testImages) {
    List<String> notes = new ArrayList<>();
    addLimit(notes, "train", spec.trainLimit(), trainImages);
    addLimit(notes, "test", spec.testLimit(), testImages);
    return notes;
  }

  private static void addLimit(
      List<String> notes, String part, @Nullable Integer limit, int images) {
    if (limit != null && limit > images) {
      notes.add(
          String.format(
              Locale.ROOT,
              "need a %s_limit of at most %,d images, found %,d: all %,d are used",
              part,
              images,
              limit,
              images));
    }
  }

  /** Such as {@code 2, 4 to 9}. */
  private static String labels(int classes, IntPredicate wanted) {
    List<String> ranges = new ArrayList<>();
    int from = 0;
    while (from < classes) {
      int to = from;
      while (to < classes && wanted.test(to)) {
        to++;
      }
      if (to - from > 2) {
        ranges.add(from + " to " + (to - 1));
      } else {
        IntStream.range(from, to).mapToObj(Integer::toString).forEach(ranges::add);
      }
      from = to + 1;
    }
    return String.join(", ", ranges);
  }
}
