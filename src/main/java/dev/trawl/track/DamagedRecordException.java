package dev.trawl.track;

/** A record that was asked for is not as it was written: reading it again gives no other. */
public final class DamagedRecordException extends StoreException {
  private static final long serialVersionUID = 1L;

  public DamagedRecordException(Damage damage) {
    super(damage.description(), null);
  }
}
