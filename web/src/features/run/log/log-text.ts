import type { RunLog } from '@/api/schemas';
import { plural } from '@/lib/format';
import { visible } from '@/lib/visible';

/** More places than these are not marked. */
export const MOST_FOUND = 2_000;

/** A log as it can be shown, with a line where its middle is left out. */
export function logText({ head, tail, omitted }: RunLog): string {
  const cut = omitted === 0 ? '' : `${head.endsWith('\n') ? '' : '\n'}… ${plural(omitted, 'character')} left out here …\n`;
  return shownText(head + cut + tail);
}

/** Text of a program, such as a stack's trace: its tabs are blanks, and nothing in it steers the page. */
export function shownText(text: string): string {
  return visible(text.replaceAll('\r\n', '\n').replaceAll('\t', '    '));
}

/** A part of the text: what was looked for, or what is between. */
export type Piece = { text: string; found: boolean };

/** The text cut where it has what was looked for, whatever the case; the parts make the text again. */
export function pieces(text: string, wanted: string): Piece[] {
  if (wanted === '') return [{ text, found: false }];
  const all: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(new RegExp(escaped(wanted), 'giu'))) {
    if (match.index > from) all.push({ text: text.slice(from, match.index), found: false });
    all.push({ text: match[0], found: true });
    from = match.index + match[0].length;
    if (all.length >= 2 * MOST_FOUND) break;
  }
  if (from < text.length) all.push({ text: text.slice(from), found: false });
  return all;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
