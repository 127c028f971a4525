package dev.trawl.export;

import dev.trawl.examples.CompressedFormat;
import java.util.List;

/** A format that isn't Trawl's; ExporterTest exports a trained run in it. */
class NewFormatTest extends ModelFormatContract {
  @Override
  List<ModelFormat> formats() {
    return List.of(new CompressedFormat());
  }
}
