import { decoded, encoded, parts } from '@/features/sweep/model/coded-names';
import type { Column } from './column';

/** What somebody chose of one column. */
export type Mark = {
  /** Undefined for as it usually is. */
  shown?: boolean;
  /** Stays in sight at the left. */
  pinned?: boolean;
  /** In pixels; undefined for as wide as what it holds. */
  width?: number;
};

/** What somebody chose of a table's columns. */
export type Arrangement = {
  /** By the columns' ids. */
  marks: ReadonlyMap<string, Mark>;
  /** The ids of those that come first; the rest follow as usual. */
  order: readonly string[];
};

export const USUAL: Arrangement = { marks: new Map(), order: [] };

/** A run's name: always the first. */
export const FIRST = 'number';

const NARROWEST = 40;
const WIDEST = 1200;

/** In the address: "-id" is hidden, "*id" pinned, "id" shown, and "id:pixels" so wide. */
export function arrangementOf(columns: string | undefined, order: string | undefined): Arrangement {
  const marks = new Map<string, Mark>();
  for (const part of parts(columns)) {
    const [, sign, name, width] = /^([-*]?)([^:*-][^:]*)(?::(\d+))?$/.exec(part) ?? [];
    if (name === undefined) continue;
    marks.set(decoded(name), {
      ...marks.get(decoded(name)),
      ...(sign === '-' ? { shown: false } : sign === '*' ? { pinned: true } : width === undefined && { shown: true }),
      ...(width !== undefined && { width: clamped(Number(width)) }),
    });
  }
  return { marks, order: parts(order).map(decoded) };
}

export function arrangementTexts({ marks, order }: Arrangement): { columns: string | undefined; order: string | undefined } {
  const columns = [...marks].flatMap(([id, { shown, pinned, width }]) => {
    const wide = width === undefined ? '' : `:${width}`;
    if (shown === false) return [`-${encoded(id)}${wide}`];
    if (pinned) return [`*${encoded(id)}${wide}`];
    return [...(shown ? [encoded(id)] : []), ...(wide === '' ? [] : [`${encoded(id)}${wide}`])];
  });
  return { columns: columns.join(',') || undefined, order: order.map(encoded).join(',') || undefined };
}

function clamped(width: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, Math.round(width)));
}

/** All columns in their order, pinned ones first. */
export function ordered(columns: readonly Column[], { marks, order }: Arrangement): Column[] {
  const places = new Map(order.map((id, place) => [id, place]));
  const rank = ({ id }: Column): number => (id === FIRST ? -2 * order.length - 2 : (marks.get(id)?.pinned ? -order.length - 1 : 0) + (places.get(id) ?? order.length));
  return columns.map((column, place) => ({ column, place })).sort((a, b) => rank(a.column) - rank(b.column) || a.place - b.place).map(({ column }) => column);
}

export function isShown({ id, usual, same }: Column, { marks }: Arrangement): boolean {
  const { shown, pinned } = marks.get(id) ?? {};
  return id === FIRST || (shown ?? (pinned === true || (usual && same === null)));
}

export function isPinned({ id }: Column, { marks }: Arrangement): boolean {
  return id === FIRST || marks.get(id)?.pinned === true;
}

/** Those that are folded away because all runs have the same, and nobody chose otherwise. */
export function folded(columns: readonly Column[], { marks }: Arrangement): Column[] {
  return columns.filter(({ id, usual, same }) => usual && same !== null && marks.get(id)?.shown === undefined && !marks.get(id)?.pinned);
}

/** With something else chosen of some columns; what is undefined is as usual again. */
export function marked(arrangement: Arrangement, ids: readonly string[], change: { [K in keyof Mark]: Mark[K] | undefined }): Arrangement {
  const marks = new Map(arrangement.marks);
  for (const id of ids) {
    const { shown, pinned, width } = { ...marks.get(id), ...change };
    const mark: Mark = {
      ...(shown !== undefined && { shown }),
      ...(pinned && { pinned }),
      ...(width !== undefined && { width: clamped(width) }),
    };
    if (Object.keys(mark).length > 0) marks.set(id, mark);
    else marks.delete(id);
  }
  return { ...arrangement, marks };
}

/** With a column in the place of another one, and as pinned as that one is. */
export function moved(columns: readonly Column[], arrangement: Arrangement, id: string, onto: string): Arrangement {
  if (id === onto || id === FIRST) return arrangement;
  const ids = ordered(columns, arrangement).map((column) => column.id);
  const [from, to] = [ids.indexOf(id), ids.indexOf(onto)];
  if (from < 0 || to < 0) return arrangement;
  ids.splice(from, 1);
  ids.splice(onto === FIRST ? 1 : to, 0, id);
  const pinned = onto === FIRST ? arrangement.marks.get(id)?.pinned : arrangement.marks.get(onto)?.pinned;
  return { ...marked(arrangement, [id], { pinned }), order: shortest(columns, ids.slice(1)) };
}

/** As few ids as say the order: the rest follow as usual. */
function shortest(columns: readonly Column[], ids: readonly string[]): string[] {
  const usual = columns.map(({ id }) => id).filter((id) => id !== FIRST);
  for (let length = 0; length < ids.length; length += 1) {
    const first = ids.slice(0, length);
    const rest = usual.filter((id) => !first.includes(id));
    if (rest.every((id, place) => id === ids[length + place])) return first;
  }
  return [...ids];
}
