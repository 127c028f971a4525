package dev.trawl.serving;

import dev.trawl.export.predict.ModelRecord;
import java.util.List;

/** Where an image has its channels. */
enum Layout {
  CHANNELS_FIRST,
  CHANNELS_LAST;

  List<String> sizes() {
    return this == CHANNELS_FIRST
        ? List.of("channels", "rows", "pixels")
        : List.of("rows", "pixels", "channels");
  }

  List<Integer> of(ModelRecord model) {
    return this == CHANNELS_FIRST
        ? List.of(model.channels(), model.height(), model.width())
        : List.of(model.height(), model.width(), model.channels());
  }
}
