/**
 * What a drag or a click in a chart selects, as parts of the filter: "key >= 1", "key <= 2", "key IN ('a', 'b')". Parts are
 * joined by AND; what somebody wrote besides stays as it is.
 */

/** The ends of a range of numbers; null leaves an end open. */
export type Ends = { from: number | null; to: number | null };

/** What one key may be; null for anything. */
export type Wish = { key: string; ends: Ends } | { key: string; literals: readonly string[] } | { key: string; ends: null };

/** The filter with what is wished of some keys in place of what was wished of them before. */
export function selecting(filter: string, wishes: readonly Wish[]): string {
  const parts = partsOf(filter).filter((part) => !wishes.some(({ key }) => partKey(part) === key));
  return [...parts, ...wishes.flatMap(wishTexts)].join(' AND ');
}

/** The range that a filter leaves of a key; null where it has none. */
export function endsOf(filter: string, key: string): Ends | null {
  const limits = partsOf(filter).flatMap((part) => {
    const found = LIMIT.exec(part);
    return found?.[1] === key ? [{ sign: found[2] ?? '', value: Number(found[3]) }] : [];
  });
  const last = (sign: string): number | null => limits.findLast((limit) => limit.sign === sign)?.value ?? null;
  return limits.length > 0 ? { from: last('>='), to: last('<=') } : null;
}

/** The literals that a filter leaves of a key; null where it has no list of them. */
export function literalsOf(filter: string, key: string): readonly string[] | null {
  for (const part of partsOf(filter)) {
    const found = CHOICE.exec(part);
    if (found?.[1] === key) return [...(found[2] ?? '').matchAll(LITERAL)].map(([literal]) => literal);
  }
  return null;
}

/** The parts of a filter that AND joins, outside of parentheses and quotes. Where OR stands outside, it is one part. */
export function partsOf(filter: string): string[] {
  const words = filter.match(TOKEN) ?? [];
  const parts: string[] = [''];
  let depth = 0;
  let either = false;
  for (const word of words) {
    if (word === '(') depth += 1;
    if (word === ')') depth -= 1;
    if (depth === 0 && /^or$/i.test(word)) either = true;
    if (depth === 0 && /^and$/i.test(word)) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${word}`);
  }
  const trimmed = parts.map((part) => part.trim()).filter((part) => part !== '');
  return either ? [`(${filter.trim()})`] : trimmed;
}

const QUOTED = /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?/.source;
const TOKEN = new RegExp(`${QUOTED}|[()]|\\s+|[^\\s()'"\`]+`, 'g');
/** A key as the page writes it. */
const KEY = /((?:[\p{L}\p{N}_./-]|`(?:[^`]|``)+`)+)/u.source;
const LIMIT = new RegExp(`^${KEY}\\s*(>=|<=)\\s*([-+\\d.eE]+)$`, 'u');
const CHOICE = new RegExp(`^${KEY}\\s+IN\\s*\\((.*)\\)$`, 'iu');
const LITERAL = /'(?:[^']|'')*'|[^\s,]+/g;

/** The key of a part that the page could have written; null for any other. */
function partKey(part: string): string | null {
  return (LIMIT.exec(part) ?? CHOICE.exec(part))?.[1] ?? null;
}

function wishTexts(wish: Wish): string[] {
  const { key } = wish;
  if ('literals' in wish) return [`${key} IN (${wish.literals.join(', ')})`];
  if (!wish.ends) return [];
  const { from, to } = wish.ends;
  return [
    ...(from === null ? [] : [`${key} >= ${rounded(from, Math.floor)}`]),
    ...(to === null ? [] : [`${key} <= ${rounded(to, Math.ceil)}`]),
  ];
}

const DIGITS = 4;
/** Of large numbers, as times are, every digit before the point. */
const WHOLE = 10_000;

/** A drag's end in as many digits as one can aim at, never less than what was dragged over. */
function rounded(value: number, outwards: (value: number) => number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= WHOLE) return String(outwards(value));
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - DIGITS + 1);
  return String(Number((outwards(value / unit) * unit).toPrecision(DIGITS + 1)));
}
