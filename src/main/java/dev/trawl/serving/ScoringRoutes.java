package dev.trawl.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What clients of MLflow's model server and of TensorFlow Serving send: {@code {"inputs": […]}} or
 * {@code {"instances": […]}}, images as nested lists, bare or under the input's name.
 */
final class ScoringRoutes {
  private static final String INPUTS = "inputs";
  private static final String INSTANCES = "instances";

  /** TensorFlow's name of what a model does. */
  private static final String SIGNATURE = "serving_default";

  private static final Map<String, Boolean> FIELDS = Map.of(INPUTS, true, INSTANCES, true);

  private final Predicting predicting;

  ScoringRoutes(Predicting predicting) {
    this.predicting = predicting;
  }

  /** MLflow's {@code /invocations}: images as the model takes them, channels first. */
  void invocations(Context ctx) {
    score(ctx, Layout.CHANNELS_FIRST, false);
  }

  /** TensorFlow Serving's {@code :predict}: images as TensorFlow has them, channels last. */
  void predict(Context ctx) {
    score(ctx, Layout.CHANNELS_LAST, true);
  }

  /** TensorFlow Serving's status of a model. */
  void status(Context ctx) {
    LoadedModel model = predicting.model();
    Predicting.needModel(ctx, model);
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("version", model.record().version());
    status.put("state", "AVAILABLE");
    status.put("status", Map.of("error_code", "OK", "error_message", ""));
    JsonAnswer.send(ctx, Map.of("model_version_status", List.of(status)));
  }

  private void score(Context ctx, Layout layout, boolean columns) {
    Predicting.needJson(ctx);
    predicting.handle(
        ctx,
        (model, body) -> {
          Predicting.needModel(ctx, model);
          ImageParser images = new ImageParser(model.record(), layout);
          String plain = images.plain(body, FIELDS);
          String field = plain == null ? read(images, body, model.format().input().name()) : plain;
          String answer = columns && field.equals(INPUTS) ? "outputs" : "predictions";
          return Predicting.ask(
              images.images(),
              (of, predictions) -> Map.of(answer, Predicting.probabilities(predictions)));
        });
  }

  /** Returns the field that the body has, of those with images. */
  private static String read(ImageParser images, byte[] body, String input) {
    Set<String> found = new LinkedHashSet<>();
    JsonBody.read(
        body,
        (field, value) -> {
          switch (field) {
            case INPUTS, INSTANCES -> {
              images(value, images, field, input);
              found.add(field);
            }
            case "signature_name" -> needSignature(value, field);
            case "params" -> value.skipChildren();
            default -> throw JsonBody.unknown("inputs or instances", field);
          }
        });
    return JsonBody.needOne("inputs or instances", found);
  }

  private static void needSignature(JsonParser value, String place) throws IOException {
    String found = JsonBody.text(value, place);
    if (!found.equals(SIGNATURE)) {
      throw ImageParser.bad(
          "%s: need %s, found %s".formatted(place, SIGNATURE, ImageParser.found(value)));
    }
  }

  /** A list of images, of objects with one each, or an object with such a list. */
  private static void images(JsonParser value, ImageParser images, String field, String input)
      throws IOException {
    if (value.currentToken() == JsonToken.START_OBJECT) {
      JsonBody.readObject(value, (name, of) -> images.list(of, named(field, name, input)));
      return;
    }
    ImageParser.needArray(value, field);
    for (int i = 0; value.nextToken() != JsonToken.END_ARRAY; i++) {
      String place = "%s[%d]".formatted(field, i);
      if (value.currentToken() == JsonToken.START_OBJECT) {
        boolean[] found = {false};
        JsonBody.readObject(
            value,
            (name, of) -> {
              images.image(of, named(place, name, input));
              found[0] = true;
            });
        if (!found[0]) {
          throw ImageParser.bad("%s: need %s, found nothing".formatted(place, input));
        }
      } else {
        images.image(value, place);
      }
    }
  }

  private static String named(String place, String name, String input) {
    if (!name.equals(input)) {
      throw JsonBody.unknown("%s.%s".formatted(place, input), name);
    }
    return place + "." + name;
  }
}
