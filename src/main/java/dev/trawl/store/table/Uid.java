package dev.trawl.store.table;

import java.util.UUID;

/** The ids of records by which users know them. */
final class Uid {
  private Uid() {}

  /** Random, so that a short prefix tells records apart. */
  static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
