package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.analysis.Disagreements.Answer;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers what a run takes images for. */
final class ImageApi {
  /** Where it is not known how many there are. */
  private static final int LAST_CLASS = Character.MAX_VALUE;

  private final RunStore store;
  private final Pictures pictures;
  private final Lookup lookup;
  private final RecordJson json;

  ImageApi(RunStore store, Pictures pictures, RecordJson json) {
    this.store = store;
    this.pictures = pictures;
    this.json = json;
    lookup = new Lookup(store);
  }

  /**
   * The images that a run takes for what they are not, the surest first; with a label or a class
   * those of it, the right ones too.
   */
  void list(Context ctx) {
    Run run = lookup.run(ctx);
    Part part = Pictures.part(ctx).orElse(Part.TEST);
    Sweep sweep = lookup.sweepOf(run);
    OptionalInt label = classOf(ctx, "label", sweep);
    OptionalInt predicted = classOf(ctx, "predicted", sweep);
    ImagePredictions found = predictions(run, part);
    Pictures.Album album = pictures.album(sweep);
    List<Image> wanted =
        found == null
            ? List.of()
            : IntStream.range(0, found.size())
                .mapToObj(image -> image(found, image, album))
                .filter(image -> image.isWanted(label, predicted))
                .sorted(Comparator.comparingInt((Image image) -> -image.answer().confidence()))
                .toList();
    ObjectNode answer = json.node(Map.of("run_id", run.id()));
    answer.put("part", Pictures.name(part));
    answer.put("images", found == null ? 0 : found.size());
    answer.put("total", wanted.size());
    answer.put("judged", found != null && (found.knowsRight() || album.images() != null));
    answer.put("without_pictures", album.problem());
    ArrayNode list = answer.putArray("found");
    for (Image image : Pictures.page(ctx, wanted)) {
      ObjectNode node = json.node(image.answer());
      node.put("index", image.index());
      node.put("label", image.label());
      album.put(node, part, image.index());
      list.add(node);
    }
    Answers.json(ctx, json.write(answer));
  }

  /** A class that a request names; empty where it names none. */
  private static OptionalInt classOf(Context ctx, String name, Sweep sweep) {
    String text = ctx.queryParam(name);
    int last = sweep.dataset().map(images -> images.labels().size() - 1).orElse(LAST_CLASS);
    return text == null
        ? OptionalInt.empty()
        : OptionalInt.of((int) Lookup.number(text, name, 0, last, 0));
  }

  /** None where they are damaged, too. */
  private @Nullable ImagePredictions predictions(Run run, Part part) {
    try {
      return store.predictions(run.id(), part).orElse(null);
    } catch (DamagedRecordException e) {
      return null;
    }
  }

  private static Image image(ImagePredictions found, int image, Pictures.Album album) {
    Answer answer = Answer.of(found, image);
    Optional<Integer> label =
        Boolean.TRUE.equals(answer.right())
            ? Optional.of(answer.predicted())
            : album.label(found.part(), found.index(image));
    return new Image(
        found.index(image), label.orElse(null), label.map(answer::judged).orElse(answer));
  }

  /**
   * An image.
   *
   * @param label what it is; null where it is not known
   */
  private record Image(int index, @Nullable Integer label, Answer answer) {
    boolean isWanted(OptionalInt wantedLabel, OptionalInt wantedClass) {
      if (wantedLabel.isEmpty() && wantedClass.isEmpty()) {
        return Boolean.FALSE.equals(answer.right());
      }
      boolean ofLabel = wantedLabel.isEmpty() || (label != null && label == wantedLabel.getAsInt());
      boolean ofClass = wantedClass.isEmpty() || answer.predicted() == wantedClass.getAsInt();
      return ofLabel && ofClass;
    }
  }
}
