package dev.trawl.dashboard;

import dev.trawl.track.Damage;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Integrity;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.util.Iterator;
import java.util.List;

/**
 * Says in each answer how many records were found damaged in the database so far, so that nobody
 * takes for all what lacks them.
 */
final class DamageNotice {
  /** How many; absent where nothing was found damaged. */
  static final String HEADER = "Trawl-Damaged";

  private final Integrity store;
  private final RecordJson json;

  DamageNotice(Integrity store, RecordJson json) {
    this.store = store;
    this.json = json;
  }

  /** What was found so far, by whatever this server answered. */
  void list(Context ctx) {
    Answers.json(ctx, json.write(store.damage().stream().map(json::damage).toList()));
  }

  /** Sets the header of an answer of which all but a stream is read by now. */
  void mark(Context ctx) {
    int found = store.damage().size();
    if (found > 0) {
      ctx.header(HEADER, String.valueOf(found));
    }
  }

  private static int marked(Context ctx) {
    String header = ctx.res().getHeader(HEADER);
    return header == null ? 0 : Integer.parseInt(header);
  }

  /**
   * Records that are read as they are sent, after the header was. They break off at their end when
   * one was left out that the header doesn't count; asked for again, it does.
   */
  static Iterator<byte[]> counted(Context ctx, Integrity store, Iterator<byte[]> pieces) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        if (pieces.hasNext()) {
          return true;
        }
        List<Damage> found = store.damage();
        int marked = marked(ctx);
        if (found.size() > marked) {
          throw new DamagedRecordException(found.get(marked));
        }
        return false;
      }

      @Override
      public byte[] next() {
        return pieces.next();
      }
    };
  }
}
