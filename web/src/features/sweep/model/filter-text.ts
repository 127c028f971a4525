import type { Run } from '@/api/schemas';
import type { ParameterValue } from '@/lib/format';

/** A name as a filter has it: in backticks when it isn't plain. */
export function keyText(name: string): string {
  return /^[\p{L}\p{N}_./-]+$/u.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

/** A value as a filter has it; null where there is none. */
export function literal(value: Run['parameters'][string] | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  const text = typeof value === 'string' ? value : jsonText(value);
  return `'${text.replaceAll("'", "''")}'`;
}

/** The runs with these ids. */
export function idsFilter(ids: readonly string[]): string {
  return `run_id IN (${ids.map((id) => literal(id) ?? '').join(', ')})`;
}

/** JSON with all digits of its numbers. */
function jsonText(value: ParameterValue): string {
  if (typeof value === 'bigint') return String(value);
  return value !== null && typeof value === 'object' ? `[${value.map(jsonText).join(',')}]` : JSON.stringify(value);
}

/** The values that runs have of a hyperparameter, as a filter has them. */
export function parameterLiterals(runs: readonly Run[], name: string): string[] {
  return [...new Set(runs.flatMap((run) => literal(run.parameters[name]) ?? []))];
}

/** The digits that the server sends of each real hyperparameter, whatever else it sends. */
const DIGITS = 6;

/** What a run has of some hyperparameters: runs of which it differs, differ. */
export function settingsText({ parameters }: Run, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => literal(rounded(parameters[name]))));
}

function rounded(value: ParameterValue | undefined): ParameterValue | undefined {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;
}
