package dev.trawl.store.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.StreamStore;
import org.h2.value.Value;
import org.h2.value.ValueArray;
import org.h2.value.ValueLob;
import org.h2.value.ValueUuid;
import org.h2.value.lob.LobDataDatabase;
import org.jspecify.annotations.Nullable;

/** Values of salvaged rows as JDBC takes them; large objects are read when they are written. */
public final class SalvagedValues {
  private static final int IN_PLACE = 0;
  private static final int ONE_PIECE = 1;

  private final @Nullable SalvagedMap objects;
  private final StreamStore pieces;

  public SalvagedValues(SalvagedFile file, RecognisedMaps recognised) throws IOException {
    this.objects = file.map("lobMap", recognised.objects(), StoredType.Simple.BLOB).orElse(null);
    this.pieces =
        new StreamStore(
            new Pieces(file.map(StoredFile.MODELS, recognised.pieces(), StoredType.Simple.BYTES)));
  }

  /** The pieces that H2 keeps large objects in, by their numbers. */
  private static final class Pieces extends AbstractMap<Long, byte[]> {
    private final Optional<SalvagedMap> map;

    Pieces(Optional<SalvagedMap> map) {
      this.map = map;
    }

    @Override
    public byte @Nullable [] get(@Nullable Object key) {
      try {
        return map.isEmpty() || key == null ? null : (byte[]) map.get().get(key);
      } catch (IOException e) {
        return null;
      }
    }

    @Override
    public Set<Map.Entry<Long, byte[]>> entrySet() {
      throw new UnsupportedOperationException("need a key, found a walk through all pieces");
    }
  }

  /**
   * A value as JDBC takes it.
   *
   * @throws IOException when it is a large object of which a piece is lost
   */
  public @Nullable Object of(Value value, Connection connection) throws IOException, SQLException {
    return switch (value.getValueType()) {
      case Value.ARRAY -> connection.createArrayOf("INTEGER", elements(value));
      case Value.BLOB -> new ByteArrayInputStream(bytes((ValueLob) value));
      case Value.CLOB -> new String(bytes((ValueLob) value), StandardCharsets.UTF_8);
      default -> plain(value);
    };
  }

  /**
   * One that is in the row itself, an array as one of its elements.
   *
   * @throws FileDamage when it is none of Trawl's data
   */
  static @Nullable Object plain(Value value) throws FileDamage {
    return switch (value.getValueType()) {
      case Value.NULL -> null;
      case Value.INTEGER -> value.getInt();
      case Value.BIGINT -> value.getLong();
      case Value.BOOLEAN -> value.getBoolean();
      case Value.DOUBLE -> value.getDouble();
      case Value.VARCHAR -> value.getString();
      case Value.VARBINARY -> value.getBytes();
      case Value.UUID -> ((ValueUuid) value).getUuid();
      case Value.ARRAY -> elements(value);
      default -> throw new FileDamage("need a value of Trawl's data, found another type");
    };
  }

  private static Object[] elements(Value array) {
    return Arrays.stream(((ValueArray) array).getList()).map(Value::getInt).toArray();
  }

  /**
   * The pieces that a large object is in, and how long each is, as H2's {@link StreamStore} writes
   * them down; none where it names them elsewhere.
   */
  static Map<Long, Integer> pieces(byte[] object) {
    Map<Long, Integer> lengths = new HashMap<>();
    ByteBuffer id = ByteBuffer.wrap(object);
    while (id.hasRemaining()) {
      int kind = id.get();
      if (kind == IN_PLACE) {
        int length = DataUtils.readVarInt(id);
        id.position(Math.min(id.limit(), id.position() + Math.max(0, length)));
      } else if (kind == ONE_PIECE) {
        int length = DataUtils.readVarInt(id);
        lengths.put(DataUtils.readVarLong(id), length);
      } else {
        return lengths;
      }
    }
    return lengths;
  }

  private byte[] bytes(ValueLob value) throws IOException {
    if (!(value.getLobData() instanceof LobDataDatabase stored)) {
      return value.getInputStream().readAllBytes();
    }
    Object id = objects == null ? null : objects.get(stored.getLobId());
    if (id == null) {
      throw new FileDamage("need large object %d, found none".formatted(stored.getLobId()));
    }
    try (InputStream all = pieces.get((byte[]) id)) {
      return all.readAllBytes();
    } catch (RuntimeException e) { // a piece is lost, or what should name them names anything
      throw new FileDamage(
          "need all of large object %d, found %s"
              .formatted(stored.getLobId(), Shown.text(e.toString())),
          e);
    }
  }
}
