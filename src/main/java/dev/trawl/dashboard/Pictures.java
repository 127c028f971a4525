package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Sweep;
import io.javalin.http.Context;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts images into answers, where they are at hand; else why they aren't. */
final class Pictures {
  private static final int PAGE = 48;
  private static final int LARGEST_PAGE = 200;

  private final ImageSource source;

  Pictures(ImageSource source) {
    this.source = source;
  }

  /**
   * A sweep's images.
   *
   * @param images null where they aren't at hand
   * @param problem why not; null where they are
   */
  record Album(ImageSource.@Nullable Images images, @Nullable String problem) {
    Optional<Integer> label(Part part, int index) {
      return Optional.ofNullable(images).map(found -> found.label(part, index));
    }

    /** Adds the picture, as PNG in Base64; null where it isn't at hand. */
    void put(ObjectNode image, Part part, int index) {
      image.put(
          "picture",
          images == null
              ? null
              : Base64.getEncoder().encodeToString(Png.of(images.pixels(part, index))));
    }
  }

  Album album(Sweep sweep) {
    try {
      return new Album(source.images(sweep), null);
    } catch (RefusedException e) {
      return new Album(null, e.getMessage());
    }
  }

  /** The part that a request names; empty where it leaves the choice. */
  static Optional<Part> part(Context ctx) {
    String part = ctx.queryParam("part");
    if (part == null) {
      return Optional.empty();
    }
    return List.of(Part.values()).stream()
        .filter(each -> name(each).equals(part))
        .findFirst()
        .or(
            () -> {
              throw ApiException.badRequest("need part to be validation or test, found " + part);
            });
  }

  static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  /** The page of a list that a request names. */
  static <T> List<T> page(Context ctx, List<T> all) {
    int offset = (int) Lookup.number(ctx.queryParam("offset"), "offset", 0, Integer.MAX_VALUE, 0);
    int limit = (int) Lookup.number(ctx.queryParam("limit"), "limit", 1, LARGEST_PAGE, PAGE);
    int from = Math.min(offset, all.size());
    return all.subList(from, (int) Math.min((long) from + limit, all.size()));
  }
}
