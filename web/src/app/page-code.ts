import { forgetReload, reloadOnce, servedPage } from './server-answers';

const pages: (() => Promise<unknown>)[] = [];

/**
 * A page's code, from its own file. Where that can't be had the old page stays until the server is back; then all is
 * loaded again, for the server may have another build's files, and a browser may not ask twice for the same.
 */
export function pageCode<T>(name: string, load: () => Promise<T>): () => Promise<T> {
  let code: Promise<T> | null = null;
  const once = () => (code ??= load());
  pages.push(once);
  return async () => {
    try {
      const loaded = await once();
      forgetReload(name);
      return loaded;
    } catch (cause) {
      await servedPage();
      if (reloadOnce(name)) return new Promise<never>(() => undefined);
      throw new Error(`The code of this page is not to be had: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  };
}

/** Fetches every page's code, so that a click works without the server; what fails is tried when it is needed. */
export async function fetchPages(): Promise<void> {
  for (const load of pages) await load().catch(() => undefined);
}
