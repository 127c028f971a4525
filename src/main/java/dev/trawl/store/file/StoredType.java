package dev.trawl.store.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.db.ValueDataType;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * How H2 writes the keys or values of a map. The file names a class of H2 for each; these are all
 * that a database of ours needs, and none of them makes objects that the file chooses.
 */
public sealed interface StoredType {
  /** The next one. What it throws says that the bytes hold something else. */
  Object read(ByteBuffer bytes) throws FileDamage;

  /** Whether what it writes can be read. */
  default boolean isKnown() {
    return true;
  }

  /** As many as a page has, which some write otherwise than one by one. */
  default List<Object> read(ByteBuffer bytes, int count) throws FileDamage {
    List<Object> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(read(bytes));
    }
    return all;
  }

  /** What is all there is to say. */
  enum Simple implements StoredType {
    LONG("org.h2.mvstore.type.LongDataType") {
      @Override
      public Object read(ByteBuffer bytes) {
        return DataUtils.readVarLong(bytes);
      }
    },
    TEXT("org.h2.mvstore.type.StringDataType") {
      @Override
      public Object read(ByteBuffer bytes) {
        return DataUtils.readString(bytes);
      }
    },
    BYTES("org.h2.mvstore.type.ByteArrayDataType") {
      @Override
      public Object read(ByteBuffer bytes) throws FileDamage {
        return readBytes(bytes);
      }
    },
    /** Of an index, whose keys are all there is. */
    NOTHING("org.h2.mvstore.db.NullValueDataType") {
      @Override
      public Object read(ByteBuffer bytes) {
        return this;
      }
    },
    VALUE("org.h2.mvstore.db.ValueDataType") {
      @Override
      public Object read(ByteBuffer bytes) throws FileDamage {
        return readValue(bytes);
      }
    },
    /** Where the bytes of a large object are. */
    BLOB("org.h2.mvstore.db.LobStorageMap$BlobMeta$Type") {
      @Override
      public Object read(ByteBuffer bytes) throws FileDamage {
        byte[] id = readBytes(bytes);
        DataUtils.readVarInt(bytes); // the table
        DataUtils.readVarLong(bytes); // the length
        bytes.getLong();
        return id;
      }
    },
    BLOB_REFERENCE("org.h2.mvstore.db.LobStorageMap$BlobReference$Type") {
      @Override
      public Object read(ByteBuffer bytes) throws FileDamage {
        byte[] id = readBytes(bytes);
        DataUtils.readVarLong(bytes);
        return id;
      }
    },
    /** Of what H2 keeps beside the data. */
    UNKNOWN("") {
      @Override
      public boolean isKnown() {
        return false;
      }

      @Override
      public Object read(ByteBuffer bytes) throws FileDamage {
        throw new FileDamage("need a map whose type the file says, found another");
      }
    };

    private final String className;

    /**
     * @param className that the file names
     */
    Simple(String className) {
      this.className = className;
    }

    private static StoredType named(String className) throws FileDamage {
      for (Simple type : values()) {
        if (!className.isEmpty() && type.className.equals(className)) {
          return type;
        }
      }
      throw new FileDamage("need a type that Trawl's data has, found " + Shown.text(className));
    }
  }

  /**
   * The values of a row; those of an index come after the key of the row.
   *
   * @param count of the values
   */
  record Row(int count, boolean hasKey) implements StoredType {
    @Override
    public Object read(ByteBuffer bytes) throws FileDamage {
      long key = hasKey ? DataUtils.readVarLong(bytes) : 0;
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        values.add(readValue(bytes));
      }
      return new RowValues(key, values);
    }
  }

  /** A value that a transaction may be about to change. */
  record Versioned(StoredType type) implements StoredType {
    @Override
    public Object read(ByteBuffer bytes) throws FileDamage {
      if (DataUtils.readVarLong(bytes) == 0) {
        return type.read(bytes);
      }
      int there = bytes.get();
      Object current = (there & 1) == 0 ? null : type.read(bytes);
      Object committed = (there & 2) == 0 ? null : type.read(bytes);
      return new Uncommitted(current, committed);
    }

    @Override
    public List<Object> read(ByteBuffer bytes, int count) throws FileDamage {
      return bytes.get() == 0 ? type.read(bytes, count) : StoredType.super.read(bytes, count);
    }
  }

  /**
   * A row.
   *
   * @param key of an index's: which row it is of
   */
  public record RowValues(long key, List<Value> values) {
    public RowValues {
      values = List.copyOf(values);
    }
  }

  /** What a transaction that had not ended left; null where it inserted or deleted. */
  record Uncommitted(@Nullable Object current, @Nullable Object committed) {}

  /**
   * The first bytes of values whose length follows: binary ones, texts, large objects and arrays.
   */
  Set<Integer> WITH_LENGTH = Set.of(12, 13, 14, 15, 16, 17, 19, 21, 22, 134, 137);

  String ROW = "org.h2.mvstore.db.RowDataType$Factory";
  String VERSIONED = "org.h2.mvstore.tx.VersionedValueType$Factory";

  /**
   * A type as the file describes it.
   *
   * @throws FileDamage when it is none that a database of ours has
   */
  static StoredType describedBy(ByteBuffer bytes) throws FileDamage {
    String name = DataUtils.readString(bytes);
    if (name.equals(VERSIONED)) {
      return new Versioned(describedBy(bytes));
    }
    if (name.equals(ROW)) {
      int columns = DataUtils.readVarInt(bytes);
      skipNumbers(bytes); // how each is sorted
      int indexed = skipNumbers(bytes);
      return new Row(indexed < 0 ? columns : indexed, bytes.get() != 0);
    }
    return Simple.named(name);
  }

  /** How many there are; -1 for no list of them. */
  private static int skipNumbers(ByteBuffer bytes) {
    int length = DataUtils.readVarInt(bytes) - 1;
    for (int i = 0; i < length; i++) {
      DataUtils.readVarInt(bytes);
    }
    return length;
  }

  private static byte[] readBytes(ByteBuffer bytes) throws FileDamage {
    byte[] read = new byte[needAtMost(DataUtils.readVarInt(bytes), bytes)];
    bytes.get(read);
    return read;
  }

  /** So that a length that is wrong takes no memory. */
  private static int needAtMost(int length, ByteBuffer bytes) throws FileDamage {
    if (length < 0 || length > bytes.remaining()) {
      throw new FileDamage("need at most %d bytes, found %d".formatted(bytes.remaining(), length));
    }
    return length;
  }

  private static Value readValue(ByteBuffer bytes) throws FileDamage {
    ByteBuffer ahead = bytes.duplicate();
    if (WITH_LENGTH.contains(Byte.toUnsignedInt(ahead.get()))) {
      needAtMost(Math.max(0, DataUtils.readVarInt(ahead)), ahead); // less than 0: it is elsewhere
    }
    return new ValueDataType().read(bytes);
  }
}
