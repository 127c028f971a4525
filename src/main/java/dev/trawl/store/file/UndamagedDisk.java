package dev.trawl.store.file;

import org.h2.store.fs.FilePath;

/**
 * The file system of a database that is only read, {@code undamaged:}: one with damaged rows is not
 * opened, for H2 would write to it.
 */
public final class UndamagedDisk extends OrderedDisk {
  private static final String UNDAMAGED = "undamaged";

  /** Makes it known to H2: the prefix of its files. */
  public static String register() {
    FilePath.register(new UndamagedDisk());
    return UNDAMAGED;
  }

  @Override
  public String getScheme() {
    return UNDAMAGED;
  }

  @Override
  void need(FileCheck.Whole file) throws RowDamage {
    if (file.hasDamagedRows()) {
      throw new RowDamage("need each row with the checksum of its values, found another");
    }
  }
}
