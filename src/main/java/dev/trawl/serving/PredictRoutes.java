package dev.trawl.serving;

import dev.trawl.export.predict.ModelRecord;
import dev.trawl.export.predict.PictureChange;
import dev.trawl.export.predict.PictureInput;
import dev.trawl.export.predict.Prediction;
import dev.trawl.export.predict.UnfitPictureException;
import dev.trawl.http.Escapes;
import dev.trawl.http.Places;
import dev.trawl.http.RequestException;
import dev.trawl.http.RequestGuard;
import io.javalin.http.Context;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code POST /predict}: an image or images as JSON, or a PNG or a JPEG as it is. */
final class PredictRoutes {
  /** Of a picture, which is unpacked in memory. */
  private static final int MOST_PIXELS = 1 << 21;

  /** Each takes up to some 50 MB. */
  private static final int PICTURES_AT_ONCE = 2;

  private static final int PICTURES_WAITING = 96;

  private static final String IMAGE = "image";
  private static final String IMAGES = "images";
  private static final Map<String, Boolean> FIELDS = Map.of(IMAGE, false, IMAGES, true);

  private final Predicting predicting;
  private final Places pictures =
      new Places("pictures that are unpacked", PICTURES_AT_ONCE, PICTURES_WAITING);

  PredictRoutes(Predicting predicting) {
    this.predicting = predicting;
  }

  void predict(Context ctx) {
    boolean picture = RequestGuard.bodyType(ctx).startsWith("image/");
    Set<PictureChange> changes = changes(ctx);
    if (!picture && !ctx.queryParamMap().isEmpty()) {
      throw ImageParser.bad("need resize, convert and invert with a picture only, found JSON");
    }
    predicting.handle(
        ctx,
        (model, body) ->
            picture ? pictures.in(ctx, () -> picture(model, body, changes)) : json(model, body));
  }

  private static Set<PictureChange> changes(Context ctx) {
    Escapes.needWhole(ctx.queryString());
    Set<PictureChange> changes = EnumSet.noneOf(PictureChange.class);
    ctx.queryParamMap()
        .forEach(
            (key, values) -> {
              values.forEach(value -> change(key, value, changes));
              if (new HashSet<>(values).size() > 1) {
                throw ImageParser.bad("need %s=true or false, found both".formatted(key));
              }
            });
    return changes;
  }

  private static void change(String key, String value, Set<PictureChange> changes) {
    boolean wanted = value.equals("true");
    PictureChange change =
        switch (key) {
          case "resize" -> PictureChange.RESIZE;
          case "convert" -> PictureChange.CONVERT;
          case "invert" -> wanted ? PictureChange.INVERT : PictureChange.KEEP;
          default -> throw JsonBody.unknown("resize, convert or invert", key);
        };
    if (!wanted && !value.equals("false")) {
      throw ImageParser.bad("need %s=true or false, found %s".formatted(key, value));
    }
    if (wanted || change == PictureChange.KEEP) {
      changes.add(change);
    }
  }

  private static Predicting.Asked picture(
      LoadedModel model, byte[] body, Set<PictureChange> changes) {
    ModelRecord record = model.record();
    PictureInput input =
        new PictureInput(record.channels(), record.height(), record.width(), changes, MOST_PIXELS);
    try {
      PictureInput.Read read = input.read(body);
      return Predicting.ask(
          read.pixels(),
          (of, predictions) -> {
            Map<String, Object> json = prediction(of, predictions.get(0));
            json.put("changes", read.changes());
            json.put("model", of.json());
            return json;
          });
    } catch (UnfitPictureException e) {
      throw new RequestException(
          e.missing().isEmpty() ? 400 : 422, "The picture doesn't fit", e.getMessage() + remedy(e));
    }
  }

  private static String remedy(UnfitPictureException e) {
    return e.missing().isEmpty()
        ? ""
        : e.missing().stream()
            .map(change -> change.key() + "=true")
            .collect(Collectors.joining("&", "; to have it changed: /predict?", ""));
  }

  private static Predicting.Asked json(LoadedModel model, byte[] body) {
    if (PictureInput.isPicture(body)) { // as curl sends it where no type is said
      throw ImageParser.bad(
          "need JSON, found a picture: say Content-Type image/png or image/jpeg with it");
    }
    ImageParser images = new ImageParser(model.record(), Layout.CHANNELS_FIRST);
    String plain = images.plain(body, FIELDS);
    boolean one = (plain == null ? read(images, body) : plain).equals(IMAGE);
    return Predicting.ask(
        images.images(),
        (of, predictions) -> {
          Map<String, Object> json = new LinkedHashMap<>();
          if (one) {
            json.putAll(prediction(of, predictions.get(0)));
          } else {
            json.put(
                "predictions", predictions.stream().map(each -> prediction(of, each)).toList());
          }
          json.put("model", of.json());
          return json;
        });
  }

  /** Returns the field that the body has. */
  private static String read(ImageParser images, byte[] body) {
    Set<String> found = new LinkedHashSet<>();
    JsonBody.read(
        body,
        (field, value) -> {
          switch (field) {
            case IMAGE -> images.image(value, IMAGE);
            case IMAGES -> images.list(value, IMAGES);
            default -> throw JsonBody.unknown("image or images", field);
          }
          found.add(field);
        });
    return JsonBody.needOne("image or images", found);
  }

  private static Map<String, Object> prediction(LoadedModel model, Prediction prediction) {
    int best = prediction.best();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("prediction", best);
    json.put("label", model.record().labels().get(best));
    json.put("probability", prediction.probabilities()[best]);
    json.put("probabilities", prediction.probabilities());
    return json;
  }

  /** What the model is, for people and the page. */
  void model(Context ctx) {
    LoadedModel model = predicting.model();
    Map<String, Object> json = new LinkedHashMap<>(model.json());
    json.put("labels", model.record().labels());
    json.put(
        "image",
        List.of(model.record().channels(), model.record().height(), model.record().width()));
    json.put("sha256", model.format().sha256());
    json.put("test_accuracy", (float) model.format().accuracy());
    json.put("test_images", model.format().images());
    json.put("runtime", model.runtime());
    JsonAnswer.send(ctx, json);
  }
}
