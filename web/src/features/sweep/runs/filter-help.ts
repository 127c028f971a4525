import type { Problem, Run, Sweep } from '@/api/schemas';
import { names } from '../model/names';
import { keyText, literal } from '../model/filter-text';

const KEY = /\b(metric|param|parameter|tag)s?\.(?:`([^`]+)`|"([^"]+)"|([\p{L}\p{N}_./-]+))/gu;
const TEXT = /'[^']*'/g;

/** Filters for this very sweep, to start from. */
export function examples(sweep: Sweep, runs: readonly Run[]): string[] {
  const threshold = sweep.thresholds.at(-1);
  const parameters = Object.entries(runs.find((run) => Object.keys(run.parameters).length > 0)?.parameters ?? {});
  const number = parameters.find(([, value]) => typeof value === 'number');
  const other = parameters.find(([, value]) => Array.isArray(value) || typeof value === 'string');
  return [
    ...(threshold === undefined ? [] : [`metrics.test_accuracy >= ${String(threshold)}`]),
    ...(number ? [`params.${keyText(number[0])} <= ${String(number[1])} AND epochs > 1`] : []),
    ...(other ? [`params.${keyText(other[0])} = ${literal(other[1]) ?? ''}`] : []),
    "status IN ('FAILED', 'PRUNED')",
    ...(sweep.metric ? [`metrics.${keyText(sweep.metric.name)} IS NULL OR NOT reason IS NULL`] : []),
  ];
}

/** What the filter names and no run has: a slip, most often. */
export function unknownKeys(filter: string, runs: readonly Run[]): string[] {
  const known = {
    metric: new Set(names(runs, 'metrics')),
    param: new Set(names(runs, 'parameters')),
    tag: new Set(names(runs, 'tags')),
  };
  const found = [...filter.replace(TEXT, "''").matchAll(KEY)].flatMap((match) => {
    const kind = match[1] === 'parameter' ? 'param' : (match[1] as keyof typeof known);
    const name = match[2] ?? match[3] ?? match[4] ?? '';
    return known[kind].has(name) ? [] : [`${kind}s.${name}`];
  });
  return [...new Set(found)];
}

/** How the server names text in quotes that is not closed. */
const NO_END = 'no end of';

type Marked = { before: string; marked: string; after: string };

/** The line that a problem is in, cut around what was found there; nothing is marked where the text ends too early. */
export function marked(text: string, { line, column, found }: Problem): Marked {
  const characters = Array.from(text.split('\n')[line - 1] ?? '');
  const rest = characters.slice(column - 1);
  const length = foundIn(rest.join(''), found)?.length ?? rest[0]?.length ?? 0;
  return {
    before: characters.slice(0, column - 1).join(''),
    marked: rest.join('').slice(0, length),
    after: rest.join('').slice(length),
  };
}

/** Whether all that is wrong is at the end, where somebody may still be typing. */
export function isUnfinished(text: string, problems: readonly Problem[]): boolean {
  return problems.length > 0 && problems.every((problem) => problem.found.startsWith(NO_END) || marked(text, problem).after.trim() === '');
}

/** The filter with what was probably meant in place of what was found; null where that can't be done. */
export function corrected(text: string, problem: Problem): string | null {
  const { before, marked: wrong, after } = marked(text, problem);
  // IS NULL would take the place of the relation too.
  if (problem.nearest === null || problem.nearest === 'IS NULL' || foundIn(wrong, problem.found) === null) return null;
  const lines = text.split('\n');
  lines[problem.line - 1] = before + problem.nearest + after;
  return lines.join('\n');
}

/** What was found as the text has it: text in quotes is told in double ones. */
function foundIn(rest: string, found: string): string | null {
  return [`'${found.slice(1, -1)}'`, found].find((each) => rest.startsWith(each)) ?? null;
}
