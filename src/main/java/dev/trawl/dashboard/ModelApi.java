package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.analysis.ModelComparison;
import dev.trawl.export.AliasPromotion;
import dev.trawl.track.AliasMove;
import dev.trawl.track.ModelReference;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.PairedTest;
import dev.trawl.track.RegisteredModel;
import dev.trawl.track.RunStore;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.io.InputStream;
import java.time.Clock;
import java.util.Objects;
import java.util.regex.Pattern;

/** Answers what concerns registered models. */
final class ModelApi {
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

  private final RunStore store;
  private final AliasPromotion promotion;
  private final Clock clock;
  private final RecordJson json;
  private final SweepBody bodies;

  ModelApi(RunStore store, Clock clock, RecordJson json, SweepBody bodies) {
    this.store = store;
    this.clock = clock;
    this.json = json;
    this.bodies = bodies;
    promotion = new AliasPromotion(store, clock);
  }

  void list(Context ctx) {
    Answers.json(ctx, json.write(RegisteredModel.all(store).stream().map(json::model).toList()));
  }

  void show(Context ctx) {
    answer(ctx, model(ctx));
  }

  private void answer(Context ctx, RegisteredModel model) {
    Answers.json(ctx, json.write(json.model(model)));
  }

  private RegisteredModel model(Context ctx) {
    return RegisteredModel.of(store, named(ctx.pathParam("name")).name());
  }

  void version(Context ctx) {
    ModelVersion version = versionOf(ctx);
    RegisteredModel model = RegisteredModel.of(store, version.name());
    Answers.json(
        ctx,
        json.write(
            json.modelVersion(RegisteredModel.lineage(store, version), model.aliasesOf(version))));
  }

  private ModelVersion versionOf(Context ctx) {
    return store.needModel(named(ctx.pathParam("name") + "/" + number(ctx.pathParam("version"))));
  }

  private static String number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw ApiException.badRequest("need the number of a version, found " + text);
    }
    return text;
  }

  private static ModelReference named(String text) {
    try {
      return ModelReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  void file(Context ctx) {
    ModelVersion version = versionOf(ctx);
    String path = ctx.pathParam("path");
    InputStream content =
        store
            .openModelFile(version, path)
            .orElseThrow(
                () ->
                    ApiException.notFound(
                        "need a file of %s, found %s".formatted(version.describe(), path)));
    ctx.header(
        "Content-Disposition",
        "attachment; filename=\"%s\"".formatted(path.replaceAll("[^A-Za-z0-9._-]", "_")));
    ctx.contentType(path.endsWith(".json") ? "application/json" : "application/octet-stream");
    Answers.stream(ctx, content);
  }

  /** The model as it is then; 409 with the test's sentence where the version is not better. */
  void alias(Context ctx) {
    JsonNode body = bodies.object(ctx, "version", "if_better", "by");
    JsonNode number = body.path("version");
    JsonNode better = body.path("if_better");
    if (!number.isInt()) {
      throw ApiException.badRequest("need version as a whole number, found " + found(number));
    }
    if (!better.isMissingNode() && !better.isBoolean()) {
      throw ApiException.badRequest("need if_better to be true or false, found " + better);
    }
    String alias = Objects.requireNonNull(reference(ctx).alias());
    ModelVersion version =
        store.needModel(named(ctx.pathParam("name") + "/" + number(number.asText())));
    AliasPromotion.Outcome outcome = promotion.move(version, alias, by(body), better.asBoolean());
    if (!outcome.moved()) {
      PairedTest test = Objects.requireNonNull(outcome.test());
      throw ApiException.conflict(
          "%s %s stays at version %d."
              .formatted(ModelComparison.sentence(test), alias, test.incumbent()));
    }
    answer(ctx, RegisteredModel.of(store, version.name()));
  }

  void removeAlias(Context ctx) {
    ModelReference reference = reference(ctx);
    ModelVersion before = store.needModel(reference);
    store.moveAlias(
        new AliasMove(
            before.name(),
            Objects.requireNonNull(reference.alias()),
            null,
            by(bodies.object(ctx, "by")),
            null,
            clock.instant()));
    answer(ctx, RegisteredModel.of(store, before.name()));
  }

  private static ModelReference reference(Context ctx) {
    return named(ctx.pathParam("name") + "@" + ctx.pathParam("alias"));
  }

  private static String found(JsonNode node) {
    return node.isMissingNode() ? "none" : node.toString();
  }

  private static String by(JsonNode body) {
    try {
      return AliasMove.who(body.hasNonNull("by") ? SweepBody.text("by", body.get("by")) : null);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("by: " + e.getMessage());
    }
  }

  void deleteVersion(Context ctx) {
    ModelVersion version = versionOf(ctx);
    store.deleteModelVersion(version.name(), version.version());
    answer(ctx, RegisteredModel.of(store, version.name()));
  }
}
