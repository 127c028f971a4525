const PLACE = 'trawl hidden page';
/** A page that is hidden for a moment keeps its connection. */
const GRACE_MILLISECONDS = 1_000;

type Stream = { hide(connected: boolean): void; show(): void };

/**
 * One of a browser's hidden pages stays connected, so that the server knows that it is open: `trawl run` ends without one.
 * The others close their connections, for a browser opens at most six to a server, over all of its tabs, and a seventh
 * would wait for ever.
 */
export class HiddenPlace {
  private leave = (): void => undefined;

  /** @param locks shared by the browser's pages; without them each hidden page closes its connection */
  constructor(
    private readonly stream: Stream,
    private readonly locks: LockManager | undefined,
  ) {}

  take(hidden: boolean): void {
    this.leave();
    if (!hidden) {
      this.stream.show();
      return;
    }
    this.stream.hide(true);
    const closing = setTimeout(() => this.stream.hide(false), GRACE_MILLISECONDS);
    const left = new AbortController();
    const whileHidden = new Promise<void>((resolve) => {
      this.leave = () => {
        clearTimeout(closing);
        left.abort();
        resolve();
      };
    });
    const keep = (): Promise<void> => {
      if (!left.signal.aborted) {
        clearTimeout(closing);
        this.stream.hide(true);
      }
      return whileHidden;
    };
    this.locks?.request(PLACE, { signal: left.signal }, keep).catch(() => undefined); // Shown before it had the place.
  }
}
