export type Cell = string | number | bigint | null;

/** What a chart draws, in figures. */
export type Table = { head: readonly string[]; rows: readonly (readonly Cell[])[] };

/**
 * As the server writes its own (RFC 4180): an absent value is an empty cell, an empty text one in quotes, and what a spreadsheet
 * would take for a formula has an apostrophe before it.
 */
export function csvText({ head, rows }: Table): string {
  return [head, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

/** With one of these a spreadsheet begins a formula; some take their wide forms, too. */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^[+-]?[0-9.]+([eE][+-]?[0-9]+)?$/;
const QUOTED = /[",\r\n]|^$|^\s|\s$/;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
