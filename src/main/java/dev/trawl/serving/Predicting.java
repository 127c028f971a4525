package dev.trawl.serving;

import dev.trawl.export.predict.Prediction;
import dev.trawl.http.BodyReader;
import dev.trawl.http.RequestException;
import dev.trawl.http.RequestGuard;
import dev.trawl.http.UnreadAnswers;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/** From a request's body to its answer, which every protocol does the same way. */
final class Predicting {
  private final CurrentModel current;
  private final BodyReader bodies;
  private final UnreadAnswers unread;
  private final ServingMetrics metrics;

  Predicting(
      CurrentModel current, BodyReader bodies, UnreadAnswers unread, ServingMetrics metrics) {
    this.current = current;
    this.bodies = bodies;
    this.unread = unread;
    this.metrics = metrics;
  }

  /** What a request asks for. */
  interface Asked {
    /** [images, channels, height, width]. */
    byte[] images();

    Object answer(LoadedModel model, List<Prediction> predictions);
  }

  /** Asks for images, and how the answer is made of the predictions. */
  static Asked ask(byte[] images, BiFunction<LoadedModel, List<Prediction>, Object> answer) {
    return new Asked() {
      @Override
      public byte[] images() {
        return images;
      }

      @Override
      public Object answer(LoadedModel model, List<Prediction> predictions) {
        return answer.apply(model, predictions);
      }
    };
  }

  /** The model that is served, for what predicts nothing. */
  LoadedModel model() {
    return current.look();
  }

  /**
   * Reads the body, predicts and answers; all of it with one model.
   *
   * @param read the body to what it asks of this model
   */
  void handle(Context ctx, BiFunction<LoadedModel, byte[], Asked> read) {
    byte[] body = bodies.read(ctx);
    LoadedModel model = current.lease();
    CompletableFuture<byte[]> answer;
    try {
      Asked asked = read.apply(model, body);
      answer =
          model
              .batcher()
              .predict(needImages(asked.images()))
              .thenApply(rows -> answer(model, asked, rows));
    } catch (RuntimeException | Error e) { // after which others are to be answered
      model.release();
      throw e;
    }
    CompletableFuture<byte[]> freed = answer.whenComplete((json, failure) -> model.release());
    ctx.contentType(JsonAnswer.CONTENT_TYPE);
    if (freed.isDone()) {
      CompletableFuture<Void> sent = unread.send(ctx, freed.join());
      if (!sent.isDone()) {
        ctx.future(() -> sent);
      }
    } else {
      ctx.future(() -> freed.thenCompose(json -> unread.send(ctx, json)));
    }
  }

  private byte[] answer(LoadedModel model, Asked asked, float[] rows) {
    List<Prediction> predictions = Prediction.of(rows, model.classes());
    for (Prediction each : predictions) {
      int best = each.best();
      metrics.predicted(model.record().labels().get(best), each.probabilities()[best]);
    }
    return JsonAnswer.bytes(asked.answer(model, predictions));
  }

  private static byte[] needImages(byte[] images) {
    if (images.length == 0) {
      throw ImageParser.bad("need an image, found none");
    }
    return images;
  }

  /** The probabilities alone. */
  static List<float[]> probabilities(List<Prediction> predictions) {
    return predictions.stream().map(Prediction::probabilities).toList();
  }

  /** Refuses a picture, which {@code /predict} alone takes. */
  static void needJson(Context ctx) {
    String type = RequestGuard.bodyType(ctx);
    if (type.startsWith("image/")) {
      throw new RequestException(
          415,
          "Not this kind of body",
          "need Content-Type application/json, found %s; POST /predict takes a picture"
              .formatted(type));
    }
  }

  /** Refuses another model's name or version. */
  static void needModel(Context ctx, LoadedModel model) {
    Map<String, Function<LoadedModel, String>> needed =
        Map.of("model", LoadedModel::name, "version", each -> each.record().version());
    needed.forEach(
        (parameter, of) -> {
          String found = ctx.pathParamMap().get(parameter);
          if (found != null && !found.equals(of.apply(model))) {
            throw new RequestException(
                404,
                "Not found",
                "need the %s %s, found %s".formatted(parameter, of.apply(model), found));
          }
        });
  }
}
