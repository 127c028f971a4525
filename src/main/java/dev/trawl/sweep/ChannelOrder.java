package dev.trawl.sweep;

/** Where an image file of four sizes has the channels. */
public enum ChannelOrder {
  /** [images, channels, height, width] */
  FIRST,
  /** [images, height, width, channels] */
  LAST
}
