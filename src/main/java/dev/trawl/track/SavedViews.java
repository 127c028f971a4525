package dev.trawl.track;

import java.util.List;

/**
 * Views of the page under names. No method raises a sequence number. {@link RunStore} says what
 * else holds for each.
 */
public interface SavedViews {
  /** Saves a view, in the place of one of the same name. */
  SavedView saveView(String name, String query);

  /**
   * Gives a view another name.
   *
   * @throws IllegalArgumentException for a view that is not saved
   * @throws RefusedChangeException when another view has the name
   */
  SavedView renameView(String name, String newName);

  /** All views by name. */
  List<SavedView> savedViews();

  /** Forgets a view; one that is not saved is none. */
  void forgetView(String name);
}
