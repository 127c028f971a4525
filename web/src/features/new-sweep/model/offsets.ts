/** Where a problem stands in the text: its line and column count characters from 1, as the server does. */
export function rangeOf(text: string, { line, column }: { line: number; column: number }): { from: number; to: number } {
  const lines = text.split('\n');
  const place = Math.min(Math.max(line, 1), lines.length) - 1;
  const start = lines.slice(0, place).reduce((sum, each) => sum + each.length + 1, 0);
  const found = lines[place] ?? '';
  const before = Array.from(found).slice(0, column - 1).join('').length;
  const word = /^(?:"[^"]*"?|'[^']*'?|[^\s:,\]}]+)/.exec(found.slice(before))?.[0].length ?? 0;
  const from = start + before;
  const to = from + Math.max(word, 1);
  return to <= text.length ? { from, to } : { from: Math.max(0, text.length - 1), to: text.length };
}
