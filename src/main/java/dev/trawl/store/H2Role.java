package dev.trawl.store;

/** A part of the store that implements one of its roles. */
interface H2Role {
  StoreParts parts();
}
