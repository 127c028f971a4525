/**
 * Asks again for what is made of many things whenever these stand otherwise than when it was last asked for. It may take its time:
 * it is never asked for again before it was answered, for then a busy sweep would hear nothing, and nobody waits for it.
 */
export class AskedAgain {
  private stood: string | null = null;
  private due = false;
  private asking = false;

  /** @param ask never fails */
  constructor(private readonly ask: () => Promise<unknown>) {}

  /** How things stood when it was asked for by itself, or before. */
  begin(standing: string): void {
    this.stood ??= standing;
  }

  /** How things stand now. */
  tell(standing: string): void {
    const before = this.stood;
    this.stood = standing;
    if (before === null || before === standing) return;
    this.due = true;
    void this.follow();
  }

  private async follow(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    while (this.due) {
      this.due = false;
      await this.ask();
    }
    this.asking = false;
  }
}
