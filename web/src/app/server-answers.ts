const PAUSE_MILLISECONDS = 1_000;

/** Waits until the server serves pages, however long that takes; gives the one that it serves. */
export async function servedPage(): Promise<string> {
  for (;;) {
    try {
      const answer = await fetch('/', { headers: { accept: 'text/html' }, cache: 'no-store' });
      if (answer.ok) return await answer.text();
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}

/** The name of the script that a page starts with: a build's own, for it carries a hash. */
export function scriptOf(page: ParentNode): string | null {
  return page.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null;
}

/** Loads the page again, unless it was already for the same reason: a fault that stays must not do it for ever. */
export function reloadOnce(reason: string): boolean {
  try {
    if (sessionStorage.getItem(markOf(reason))) return false;
    sessionStorage.setItem(markOf(reason), 'done');
  } catch {
    return false; // Without a memory there would be no end.
  }
  location.reload();
  return true;
}

/** The reason is gone: another time, the page may be loaded again. */
export function forgetReload(reason: string): void {
  try {
    sessionStorage.removeItem(markOf(reason));
  } catch {
    // Then there is nothing to forget.
  }
}

function markOf(reason: string): string {
  return `trawl reload: ${reason}`;
}
