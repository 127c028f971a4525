/** The run under the pointer, in whichever chart or table: told to those who show it without drawing the page anew. */
export class Hover {
  private run: string | null = null;
  private readonly watchers = new Set<() => void>();

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly get = (): string | null => this.run;

  readonly set = (run: string | null): void => {
    if (run === this.run) return;
    this.run = run;
    for (const watcher of this.watchers) watcher();
  };
}
