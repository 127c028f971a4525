package dev.trawl.sweep;

import java.util.List;

/** The epoch rules that a sweep file may ask for. */
public interface EpochRuleCatalog {

  /**
   * Each is a key under {@code training}, and a mapping of its settings its value. In the order in
   * which messages list them, and in which they see an epoch.
   */
  List<? extends Selectable> epochRules();
}
