import { z } from 'zod/mini';

const draftSchema = z.object({
  text: z.string(),
  /** What it began with, as `sourceOf` has it, and that text. */
  source: z.string(),
  begun: z.string(),
  /** Which tab wrote it, and when. */
  tab: z.string(),
  at: z.number(),
});
const earlierSchema = z.array(z.object({ text: z.string(), at: z.number() }));

export type Draft = z.infer<typeof draftSchema>;
export type Earlier = z.infer<typeof earlierSchema>;

export const DRAFT = 'trawl.draft';
export const EARLIER = 'trawl.earlier-drafts';
const MOST = 10;

export const NO_DRAFT: Draft = { text: '', source: '', begun: '', tab: '', at: 0 };

/** As much of a browser's storage as is used. */
type Kept = Pick<Storage, 'getItem' | 'setItem'>;

const NOTHING_KEPT: Kept = {
  getItem: () => null,
  setItem: () => {
    throw new DOMException('need storage, found it forbidden', 'SecurityError');
  },
};

/** The browser's; where it forbids the page to ask for it, one that keeps nothing. */
export function browserStorage(): Kept {
  try {
    return localStorage;
  } catch {
    return NOTHING_KEPT;
  }
}

export function readDraft(storage: Kept): Draft {
  return read(storage, DRAFT, draftSchema) ?? NO_DRAFT;
}

/** The latest first. */
export function readEarlier(storage: Kept): Earlier {
  return read(storage, EARLIER, earlierSchema) ?? [];
}

function read<T>(storage: Kept, key: string, schema: z.ZodMiniType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(storage.getItem(key) ?? 'null')).data ?? null;
  } catch {
    return null; // what another build or a person left there, or a browser that keeps nothing
  }
}

/** Whether somebody worked on it: it is more than what it began with. */
export function isWorkedOn({ text, begun }: Pick<Draft, 'text' | 'begun'>): boolean {
  return text.trim() !== '' && text !== begun;
}

/**
 * Keeps a draft; one that is kept already and that this tab has not seen goes to the earlier ones.
 *
 * @param seen the text that this tab knew to be kept
 * @returns whether the browser kept it
 */
export function keepDraft(storage: Kept, draft: Draft, seen: string): boolean {
  const other = readDraft(storage);
  if (other.tab !== draft.tab && other.text !== seen && other.text !== draft.text) keepEarlier(storage, other);
  return write(storage, DRAFT, draft);
}

/** Keeps the text of a draft that gives way to another, if anybody worked on it. */
export function keepEarlier(storage: Kept, draft: Draft): void {
  if (!isWorkedOn(draft)) return;
  const others = readEarlier(storage).filter(({ text }) => text !== draft.text);
  write(storage, EARLIER, [{ text: draft.text, at: draft.at }, ...others].slice(0, MOST));
}

function write(storage: Kept, key: string, value: unknown): boolean {
  try {
    storage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
