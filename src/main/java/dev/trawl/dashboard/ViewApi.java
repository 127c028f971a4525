package dev.trawl.dashboard;

import dev.trawl.track.RunStore;
import dev.trawl.track.SavedView;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Supplier;

/** Answers what concerns the page's views that were saved under names. */
final class ViewApi {
  private final RunStore store;
  private final RecordJson json;
  private final SweepBody bodies;

  ViewApi(RunStore store, RecordJson json, SweepBody bodies) {
    this.store = store;
    this.json = json;
    this.bodies = bodies;
  }

  void list(Context ctx) {
    Answers.json(ctx, json.write(store.savedViews().stream().map(json::savedView).toList()));
  }

  /** Saves one, in the place of one of the same name. */
  void save(Context ctx) {
    String query = SweepBody.text("query", bodies.object(ctx, "query").path("query"));
    answer(ctx, valid(() -> store.saveView(ctx.pathParam("view"), query)));
  }

  /** Gives one another name; 409 where another view has it. */
  void rename(Context ctx) {
    SavedView view = view(ctx);
    String name = SweepBody.text("name", bodies.object(ctx, "name").path("name"));
    answer(ctx, valid(() -> store.renameView(view.name(), name)));
  }

  /** The view as it was. */
  void forget(Context ctx) {
    SavedView view = view(ctx);
    store.forgetView(view.name());
    answer(ctx, view);
  }

  private SavedView view(Context ctx) {
    String name = ctx.pathParam("view");
    List<SavedView> views = store.savedViews();
    return views.stream()
        .filter(view -> view.name().equals(name))
        .findFirst()
        .orElseThrow(() -> ApiException.notFound("need the name of a saved view, found " + name));
  }

  private static SavedView valid(Supplier<SavedView> change) {
    try {
      return change.get();
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private void answer(Context ctx, SavedView view) {
    Answers.json(ctx, json.write(json.savedView(view)));
  }
}
