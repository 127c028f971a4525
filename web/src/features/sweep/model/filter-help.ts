import type { Problem, Run, Sweep } from '@/api/schemas';

const KEY = /\b(metric|param|parameter|tag)s?\.(?:`([^`]+)`|"([^"]+)"|([\p{L}\p{N}_./-]+))/gu;
const TEXT = /'[^']*'/g;

/** Filters for this very sweep, to start from. */
export function examples(sweep: Sweep, runs: readonly Run[]): string[] {
  const threshold = sweep.thresholds.at(-1);
  const parameters = runs.find((run) => Object.keys(run.parameters).length > 0)?.parameters ?? {};
  const [number] = Object.entries(parameters).filter(([, value]) => typeof value === 'number');
  const [list] = Object.entries(parameters).filter(([, value]) => Array.isArray(value) || typeof value === 'string');
  return [
    ...(threshold === undefined ? [] : [`metrics.test_accuracy >= ${String(threshold)}`]),
    ...(number ? [`params.${keyText(number[0])} <= ${String(number[1])} AND epochs > 1`] : []),
    ...(list ? [`params.${keyText(list[0])} = '${valueText(list[1])}'`] : []),
    "status IN ('FAILED', 'PRUNED')",
    `metrics.${keyText(sweep.metric.name)} IS NULL OR tags.note LIKE '%good%'`,
  ];
}

function keyText(name: string): string {
  return /^[\p{L}\p{N}_./-]+$/u.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

function valueText(value: Run['parameters'][string] | undefined): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "''");
}

/** What the filter names and no run has: a slip, most often. */
export function unknownKeys(filter: string, runs: readonly Run[]): string[] {
  const known = { metric: names(runs, 'metrics'), param: names(runs, 'parameters'), tag: names(runs, 'tags') };
  const found = [...filter.replace(TEXT, "''").matchAll(KEY)].flatMap((match) => {
    const kind = match[1] === 'parameter' ? 'param' : (match[1] as keyof typeof known);
    const name = match[2] ?? match[3] ?? match[4] ?? '';
    return known[kind].has(name) ? [] : [`${kind}s.${name}`];
  });
  return [...new Set(found)];
}

function names(runs: readonly Run[], part: 'metrics' | 'parameters' | 'tags'): ReadonlySet<string> {
  return new Set(runs.flatMap((run) => Object.keys(run[part])));
}

/** The line that a problem is in, and the mark under its place. */
export function pointer(text: string, { line, column }: Problem): string {
  return `${text.split('\n')[line - 1] ?? ''}\n${' '.repeat(column - 1)}^`;
}

/** The filter with what was probably meant in place of what was found; null where that can't be done. */
export function corrected(text: string, { line, column, found, nearest }: Problem): string | null {
  const lines = text.split('\n');
  const characters = Array.from(lines[line - 1] ?? '');
  const rest = characters.slice(column - 1).join('');
  const quoted = [`'${found.slice(1, -1)}'`, found].find((each) => rest.startsWith(each));
  if (nearest === null || quoted === undefined) return null;
  lines[line - 1] = characters.slice(0, column - 1).join('') + nearest + rest.slice(quoted.length);
  return lines.join('\n');
}
