/** Keys and indexes from the top of the file on. */
export type Path = readonly (string | number)[];

/** Where in a sweep file a cursor stands. */
export type Place = {
  /** Of the mapping that gets a key, or of what gets a value. */
  path: Path;
  /** What is written there; an entry of a block list may begin with either. */
  kind: 'key' | 'value' | 'either';
  /** Where the word begins that is being written. */
  from: number;
  /** Whether it is within braces or brackets. */
  flow: boolean;
  /** How far a block key here is indented. */
  indent: number;
};

type Frame = { indent: number; step: string | number };

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#[\]{}&*!|>'"%@`,?-][^#]*?|-[^\s#][^#]*?)\s*:(?=\s|$)/;
const ANCHOR = /^[&!]\S+\s+/;

/**
 * Where `cursor` stands in a text that need not be whole; null within comments, block scalars and what is already said.
 * Reads what is before the cursor only.
 */
export function placeAt(text: string, cursor: number): Place | null {
  const frames: Frame[] = [];
  let at = 0;
  while (at <= cursor) {
    const lineEnd = endOfLine(text, at);
    const isLast = cursor <= lineEnd;
    const line = text.slice(at, isLast ? cursor : lineEnd);
    const entry = openEntry(line, frames, isLast);
    if (entry === null) {
      if (isLast) return /^\s*(#|%|---|\.\.\.)/.test(line) ? null : place(frames, line.length, at + line.length, 'key');
      at = lineEnd + 1;
      continue;
    }
    const { column, keyed } = entry;
    const value = line.slice(column);
    const path = frames.map(({ step }) => step);
    if (/^[[{]/.test(value)) {
      const flow = flowAt(text, at + column, cursor, path);
      if ('place' in flow) return flow.place;
      at = endOfLine(text, flow.end) + 1;
      if (at > cursor) return null;
      continue;
    }
    if (/^[|>][-+0-9]*\s*(#.*)?$/.test(value)) {
      at = pastBlock(text, lineEnd + 1, frames.at(-1)?.indent ?? 0);
      if (at > cursor) return null;
      continue;
    }
    if (isLast) return lastLine(frames, line, column, at, keyed);
    at = lineEnd + 1;
  }
  return null;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Puts a line's dashes and key on the frames; null for a line that has neither a key nor a value. */
function openEntry(line: string, frames: Frame[], isLast: boolean): { column: number; keyed: boolean } | null {
  let column = /^ */.exec(line)?.[0].length ?? 0;
  const isBlank = /^\s*(#.*)?$/.test(line) || /^(%|---|\.\.\.)/.test(line);
  if (isBlank) {
    if (isLast) leave(frames, column);
    return null;
  }
  // A list's dashes may stand as far left as the key that it belongs to.
  for (let dash = /^-(\s+|$)/.exec(line.slice(column)); dash; dash = /^-(\s+|$)/.exec(line.slice(column))) {
    const before = frames.find(({ indent, step }) => indent === column && typeof step === 'number');
    leave(frames, column + 1);
    if (typeof frames.at(-1)?.step === 'number' && frames.at(-1)?.indent === column) frames.pop();
    frames.push({ indent: column, step: typeof before?.step === 'number' ? before.step + 1 : 0 });
    column += dash[0].length;
  }
  const key = KEY.exec(line.slice(column));
  if (!key) {
    if (typeof frames.at(-1)?.step !== 'number' || (frames.at(-1)?.indent ?? 0) >= column) leave(frames, column);
    return { column, keyed: false };
  }
  leave(frames, column);
  frames.push({ indent: column, step: unquoted(key[1] ?? '') });
  column += key[0].length;
  column += /^\s*/.exec(line.slice(column))?.[0].length ?? 0;
  column += ANCHOR.exec(line.slice(column))?.[0].length ?? 0;
  return { column, keyed: true };
}

function leave(frames: Frame[], column: number): void {
  while (frames.length > 0 && (frames.at(-1)?.indent ?? 0) >= column) frames.pop();
}

function lastLine(frames: readonly Frame[], line: string, column: number, at: number, keyed: boolean): Place | null {
  const value = line.slice(column);
  if (/(^|\s)#/.test(value)) return null;
  if (keyed) return /\s$/.test(line) && value !== '' ? null : line.endsWith(':') ? null : place(frames, column, at + column, 'value');
  if (/\s/.test(value.trimStart())) return null;
  const isItem = typeof frames.at(-1)?.step === 'number' && /^\s*-/.test(line);
  return place(frames, column, at + column, isItem ? 'either' : 'key');
}

function place(frames: readonly Frame[], indent: number, from: number, kind: Place['kind']): Place {
  return { path: frames.map(({ step }) => step), kind, from, flow: false, indent };
}

/** Past the lines of a block scalar. */
function pastBlock(text: string, from: number, indent: number): number {
  let at = from;
  while (at < text.length) {
    const end = endOfLine(text, at);
    const line = text.slice(at, end);
    if (line.trim() !== '' && (/^ */.exec(line)?.[0].length ?? 0) <= indent) return at;
    at = end + 1;
  }
  return Math.max(at, text.length + 1);
}

type Open = { brace: boolean; key: string | null; index: number; token: number };

/** Follows braces and brackets from their first on, to the cursor or to their end. */
function flowAt(text: string, from: number, cursor: number, base: Path): { place: Place | null } | { end: number } {
  const open: Open[] = [];
  let at = from;
  while (at < cursor) {
    const sign = text[at] ?? '';
    const top = open.at(-1);
    if (sign === '"' || sign === "'") {
      at = pastQuote(text, at);
      if (at > cursor) return { place: null };
      continue;
    }
    if (sign === '#' && /\s/.test(text[at - 1] ?? '')) {
      at = endOfLine(text, at);
      if (at >= cursor) return { place: null };
      continue;
    }
    if (sign === '{' || sign === '[') open.push({ brace: sign === '{', key: null, index: 0, token: at + 1 });
    else if (sign === '}' || sign === ']') {
      open.pop();
      if (open.length === 0) return { end: at + 1 };
    } else if (top && sign === ',') Object.assign(top, { key: null, index: top.index + 1, token: at + 1 });
    else if (top?.brace && top.key === null && sign === ':' && /[\s,}\]]|$/.test(text[at + 1] ?? '')) {
      Object.assign(top, { key: unquoted(text.slice(top.token, at).trim()), token: at + 1 });
    }
    at += 1;
  }
  const top = open.at(-1);
  if (!top) return { place: null };
  const steps = open.slice(0, -1).map(stepOf);
  const word = /^\s*/.exec(text.slice(top.token, cursor))?.[0].length ?? 0;
  const written = text.slice(top.token + word, cursor);
  if (/\s/.test(written)) return { place: null };
  const isKey = top.brace && top.key === null;
  const path = [...base, ...steps, ...(isKey ? [] : [stepOf(top)])];
  return { place: { path, kind: isKey ? 'key' : 'value', from: top.token + word, flow: true, indent: 0 } };
}

function stepOf({ brace, key, index }: Open): string | number {
  return brace ? (key ?? '') : index;
}

function pastQuote(text: string, from: number): number {
  const quote = text[from];
  let at = from + 1;
  while (at < text.length && text[at] !== quote) at += quote === '"' && text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function unquoted(key: string): string {
  return /^".*"$|^'.*'$/s.test(key) ? key.slice(1, -1) : key;
}
