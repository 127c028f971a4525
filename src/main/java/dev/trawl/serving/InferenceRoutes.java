package dev.trawl.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.trawl.export.predict.ModelRecord;
import dev.trawl.export.predict.Prediction;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Open Inference Protocol (version 2), its REST half: metadata, health and {@code infer} of one
 * input of bytes. Left out: gRPC, the binary extension, loading and unloading.
 */
final class InferenceRoutes {
  /** Whole numbers from 0 to 255 are read from all of them. */
  private static final Set<String> TYPES =
      Set.of("UINT8", "INT16", "UINT16", "INT32", "UINT32", "INT64", "UINT64", "FP32", "FP64");

  private final Predicting predicting;

  InferenceRoutes(Predicting predicting) {
    this.predicting = predicting;
  }

  void server(Context ctx) {
    JsonAnswer.send(ctx, json("name", "trawl", "version", "2", "extensions", List.of()));
  }

  void metadata(Context ctx) {
    LoadedModel model = predicting.model();
    Predicting.needModel(ctx, model);
    ModelRecord record = model.record();
    Map<String, Object> input =
        json(
            "name",
            model.format().input().name(),
            "datatype",
            "UINT8",
            "shape",
            List.of(-1, record.channels(), record.height(), record.width()));
    Map<String, Object> output =
        json(
            "name",
            model.format().output().name(),
            "datatype",
            "FP32",
            "shape",
            List.of(-1, model.classes()));
    Map<String, Object> metadata =
        json("name", model.name(), "versions", List.of(record.version()));
    metadata.put("platform", "onnx_onnxruntime");
    metadata.put("inputs", List.of(input));
    metadata.put("outputs", List.of(output));
    JsonAnswer.send(ctx, metadata);
  }

  void modelReady(Context ctx) {
    LoadedModel model = predicting.model();
    Predicting.needModel(ctx, model);
    JsonAnswer.send(ctx, json("name", model.name(), "ready", true));
  }

  void infer(Context ctx) {
    Predicting.needJson(ctx);
    predicting.handle(
        ctx,
        (model, body) -> {
          Predicting.needModel(ctx, model);
          Request request = new Request(model);
          JsonBody.read(body, request::field);
          request.check();
          return Predicting.ask(
              request.images.images(), (of, predictions) -> answer(request, of, predictions));
        });
  }

  private static Map<String, Object> answer(
      Request request, LoadedModel model, List<Prediction> predictions) {
    float[] data = new float[predictions.size() * model.classes()];
    for (int i = 0; i < predictions.size(); i++) {
      System.arraycopy(
          predictions.get(i).probabilities(), 0, data, i * model.classes(), model.classes());
    }
    Map<String, Object> json =
        json("model_name", model.name(), "model_version", model.record().version());
    if (request.id != null) {
      json.put("id", request.id);
    }
    Map<String, Object> output =
        json(
            "name",
            model.format().output().name(),
            "datatype",
            "FP32",
            "shape",
            List.of(predictions.size(), model.classes()));
    output.put("data", data);
    json.put("outputs", List.of(output));
    return json;
  }

  private static Map<String, Object> json(Object... pairs) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      json.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return json;
  }

  /** A request while it is read. */
  private static final class Request {
    private final LoadedModel model;
    private final ImageParser images;
    private boolean asked;
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable String type;
    private @Nullable List<Long> shape;

    Request(LoadedModel model) {
      this.model = model;
      images = new ImageParser(model.record(), Layout.CHANNELS_FIRST);
    }

    void field(String field, JsonParser value) throws IOException {
      switch (field) {
        case "id" -> id = JsonBody.text(value, field);
        case "inputs" -> inputs(value);
        case "outputs" -> outputs(value);
        case "parameters" -> value.skipChildren();
        default -> throw JsonBody.unknown("id, parameters, inputs or outputs", field);
      }
    }

    private void inputs(JsonParser value) throws IOException {
      ImageParser.needArray(value, "inputs");
      if (value.nextToken() != JsonToken.START_OBJECT) {
        throw ImageParser.bad(
            "inputs: need one tensor, found %s".formatted(ImageParser.found(value)));
      }
      asked = true;
      JsonBody.readObject(value, this::inputField);
      if (value.nextToken() != JsonToken.END_ARRAY) {
        throw ImageParser.bad("inputs: need one tensor, found more");
      }
    }

    private void inputField(String field, JsonParser value) throws IOException {
      switch (field) {
        case "name" -> name = JsonBody.text(value, "inputs[0].name");
        case "datatype" -> type = JsonBody.text(value, "inputs[0].datatype");
        case "shape" -> shape = sizes(value);
        case "data" -> images.flat(value, "inputs[0].data");
        case "parameters" -> value.skipChildren();
        default ->
            throw JsonBody.unknown("name, shape, datatype, parameters or data in inputs[0]", field);
      }
    }

    private static List<Long> sizes(JsonParser value) throws IOException {
      ImageParser.needArray(value, "inputs[0].shape");
      List<Long> sizes = new ArrayList<>();
      while (value.nextToken() != JsonToken.END_ARRAY) {
        if (value.currentToken() != JsonToken.VALUE_NUMBER_INT
            || value.getNumberType() == JsonParser.NumberType.BIG_INTEGER
            || sizes.size() == 8) {
          throw ImageParser.bad(
              "inputs[0].shape: need up to 8 whole numbers, found %s"
                  .formatted(ImageParser.found(value)));
        }
        sizes.add(value.getLongValue());
      }
      return sizes;
    }

    private void outputs(JsonParser value) throws IOException {
      ImageParser.needArray(value, "outputs");
      while (value.nextToken() != JsonToken.END_ARRAY) {
        if (value.currentToken() != JsonToken.START_OBJECT) {
          throw ImageParser.bad(
              "outputs: need an object, found %s".formatted(ImageParser.found(value)));
        }
        JsonBody.readObject(value, this::outputField);
      }
    }

    private void outputField(String field, JsonParser value) throws IOException {
      String output = model.format().output().name();
      if (!field.equals("name")) {
        value.skipChildren();
      } else if (!JsonBody.text(value, "outputs.name").equals(output)) {
        throw ImageParser.bad(
            "outputs: need the name %s, found %s".formatted(output, ImageParser.found(value)));
      }
    }

    void check() {
      String input = model.format().input().name();
      if (!asked) {
        throw ImageParser.bad("need inputs, found none");
      }
      if (!input.equals(name)) {
        throw ImageParser.bad("inputs[0].name: need %s, found %s".formatted(input, shown(name)));
      }
      if (type == null || !TYPES.contains(type)) {
        throw ImageParser.bad("inputs[0].datatype: need UINT8, found %s".formatted(shown(type)));
      }
      ModelRecord record = model.record();
      long count = shape == null || shape.isEmpty() ? 0 : shape.get(0);
      List<Long> needed =
          List.of(count, (long) record.channels(), (long) record.height(), (long) record.width());
      if (count < 1 || !needed.equals(shape)) {
        throw ImageParser.bad(
            "inputs[0].shape: need [n, %d, %d, %d], found %s"
                .formatted(record.channels(), record.height(), record.width(), shown(shape)));
      }
      long size = needed.get(1) * needed.get(2) * needed.get(3);
      int found = images.images().length;
      if (found % size != 0 || found / size != count) {
        throw ImageParser.bad(
            "inputs[0].data: need %d images of %d numbers, found %d numbers"
                .formatted(count, size, found));
      }
    }

    private static String shown(@Nullable Object found) {
      return found == null ? "none" : String.valueOf(found);
    }
  }
}
