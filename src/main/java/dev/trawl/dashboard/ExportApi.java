package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what concerns exports: they are asked for, followed, fetched and cancelled. */
final class ExportApi {
  private static final String PATH = "/api/v1/exports/";
  private static final double TOLERANCE = 0.5;

  private final @Nullable ExportJobs jobs;
  private final Lookup lookup;
  private final RecordJson json;
  private final SweepBody bodies;

  /**
   * @param jobs null where nothing is exported
   */
  ExportApi(RunStore store, @Nullable ExportJobs jobs, RecordJson json, SweepBody bodies) {
    this.jobs = jobs;
    this.json = json;
    this.bodies = bodies;
    lookup = new Lookup(store);
  }

  /** 202, and where to look for what becomes of it. */
  void export(Context ctx) throws RefusedException {
    ExportJobs exports = jobs;
    if (exports == null) {
      throw ApiException.of(
          501, "This server only shows", "need a server that exports, found one that does not");
    }
    Run run = lookup.run(ctx);
    JsonNode body = bodies.object(ctx, "formats", "tolerance", "server", "directory");
    RunExport.Wish wish = wish(body, exports.offer());
    Path directory = directory(body);
    if (run.status() != RunStatus.FINISHED) {
      throw ApiException.conflict(
          "need a FINISHED run, found %s %s".formatted(run.id(), run.status()));
    }
    ExportJob job =
        exports.add(
            new ExportJobs.Order(
                run.id(),
                run.sweepId(),
                wish,
                name(lookup.sweepOf(run).name(), run.number()),
                directory));
    ctx.status(202).header("Location", PATH + job.exportId());
    Answers.json(ctx, json.write(job));
  }

  private static RunExport.Wish wish(JsonNode body, RunExport.Offer offer) {
    List<String> formats = formats(body.path("formats"), offer);
    JsonNode tolerance = body.path("tolerance");
    if (!tolerance.isMissingNode()
        && !(tolerance.isNumber() && tolerance.asDouble() >= 0 && tolerance.asDouble() <= 100)) {
      throw ApiException.badRequest(
          "need tolerance as a number of points from 0 to 100, found " + tolerance);
    }
    JsonNode server = body.path("server");
    if (!server.isMissingNode() && !server.isBoolean()) {
      throw ApiException.badRequest("need server to be true or false, found " + server);
    }
    if (server.asBoolean() && formats.stream().noneMatch(offer.served()::contains)) {
      throw ApiException.badRequest(
          "need %s among the formats for a server, found %s"
              .formatted(String.join(" or ", offer.served()), String.join(", ", formats)));
    }
    return new RunExport.Wish(formats, tolerance.asDouble(TOLERANCE), server.asBoolean());
  }

  private static List<String> formats(JsonNode list, RunExport.Offer offer) {
    if (list.isMissingNode()) {
      return offer.defaults();
    }
    String needed = "need formats as a list of " + String.join(", ", offer.formats());
    if (!list.isArray() || list.isEmpty()) {
      throw ApiException.badRequest("%s, found %s".formatted(needed, list));
    }
    List<String> formats = new ArrayList<>();
    for (JsonNode each : list) {
      String format = SweepBody.text("each of formats", each);
      if (!offer.formats().contains(format)) {
        String nearest = NearestName.of(format, offer.formats());
        throw ApiException.badRequest(
            "%s, found %s%s"
                .formatted(
                    needed,
                    format.isEmpty() ? "none" : format,
                    nearest == null ? "" : " (did you mean %s?)".formatted(nearest)));
      }
      formats.add(format);
    }
    return formats.stream().distinct().toList();
  }

  /** Below the working directory: a request may not write elsewhere. Null where none is named. */
  private static @Nullable Path directory(JsonNode body) {
    if (!body.hasNonNull("directory")) {
      return null;
    }
    String text = SweepBody.text("directory", body.get("directory"));
    try {
      Path path = Path.of(text).normalize();
      if (!path.isAbsolute() && !path.startsWith("..") && !path.toString().isEmpty()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Refused below, in the same words as a folder elsewhere.
    }
    throw ApiException.badRequest(
        "need directory to be a folder below the server's own, found " + text);
  }

  /** As files are called everywhere; none begins as an option of a program does. */
  static String name(String sweep, int run) {
    return "%s-run-%d"
        .formatted(sweep, run)
        .replaceAll("[^A-Za-z0-9_-]+", "-")
        .replaceFirst("^-+", "");
  }

  void list(Context ctx) {
    Answers.json(ctx, json.write(jobs == null ? List.of() : jobs.list()));
  }

  void show(Context ctx) {
    Answers.json(ctx, json.write(job(ctx)));
  }

  private ExportJob job(Context ctx) {
    String id = ctx.pathParam("id");
    return Optional.ofNullable(jobs)
        .flatMap(known -> known.find(id))
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "need an export that this server still has, found %s; they are kept for %d min"
                        .formatted(id, ExportJobs.KEPT.toMinutes())));
  }

  /** The folder in one file. */
  void zip(Context ctx) throws IOException {
    ExportJob job = job(ctx);
    ExportJob.Zip zip = job.zip();
    if (zip == null || jobs == null) {
      throw ApiException.conflict(
          "need an export that is exported, found one that is " + job.status());
    }
    InputStream content = open(jobs.zip(job.exportId()));
    ctx.header("Content-Disposition", "attachment; filename=\"%s\"".formatted(zip.name()));
    ctx.header("Content-Length", String.valueOf(zip.bytes()));
    ctx.contentType("application/zip");
    Answers.stream(ctx, content);
  }

  /** Before any header of the file is set: an error has its own length. */
  private static InputStream open(Path zip) throws IOException {
    try {
      return Files.newInputStream(zip);
    } catch (NoSuchFileException e) {
      throw ApiException.notFound("need an export's zip file, found it deleted");
    }
  }

  /** What it was; it is cancelled, or forgotten when it had ended. */
  void delete(Context ctx) {
    ExportJob job = job(ctx);
    if (jobs != null) {
      jobs.cancel(job.exportId());
      Answers.json(ctx, json.write(jobs.find(job.exportId()).orElse(job)));
    }
  }
}
