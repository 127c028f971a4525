import { z } from 'zod/mini';
import { wilson } from '@/lib/wilson';
import { namedValues, NO_VALUES } from './records-of';
import { parameterSchema, runStatusSchema, type Run } from './schemas';

/**
 * Runs as the server sends them by column, as rows again. Each column is checked by itself, for thousands of records are too
 * many for a schema; a value in an unknown form is absent. Rows have no phases and no environment.
 */
export const runColumnsSchema = z.pipe(
  z.object({
    sweep_id: z.string(),
    /** How many rows there are here. */
    runs: z.int().check(z.minimum(0)),
    /** How many there are without a limit. */
    total: z.number(),
    /** On how many each accuracy was measured. */
    images: z.record(z.string(), z.number()),
    /** Parameters, metrics and tags that weren't asked for. */
    further: z._default(z.array(z.string()), () => []),
    columns: z.record(z.string(), z.unknown()),
  }),
  z.transform((answer): RunPage => ({ runs: rowsOf(answer), total: answer.total })),
);

/** Of the same only the runs' numbers. */
export const runNumbersSchema = z.pipe(
  z.object({ columns: z.object({ number: z.unknown() }) }),
  z.transform(({ columns }): number[] => whole(columns.number).flatMap((number) => number ?? [])),
);

export type RunPage = { runs: Run[]; total: number };

/** What each row's whole number adds to the last one before it; null for none. */
function stepsOf(column: unknown): readonly unknown[] | null {
  const { steps } = (column ?? {}) as { steps?: unknown };
  return Array.isArray(steps) ? steps : null;
}

function summed(steps: readonly unknown[]): (number | null)[] {
  let last = 0;
  return steps.map((step) => (typeof step === 'number' ? (last += step) : null));
}

/** Whole numbers, as they are or by their steps. */
function whole(column: unknown): readonly (number | null)[] {
  const steps = stepsOf(column);
  return steps ? summed(steps) : mapped(column, real);
}

/** Times, as they are written or by their steps in milliseconds. */
function times(column: unknown): readonly (string | null)[] {
  const steps = stepsOf(column);
  return steps ? summed(steps).map((time) => (time === null ? null : timeText(time))) : mapped(column, text);
}

/** As far from 1970 as a date can be; what is further is no time. */
const MOST_MILLISECONDS = 8.64e15;

function timeText(milliseconds: number): string | null {
  return Math.abs(milliseconds) <= MOST_MILLISECONDS ? new Date(milliseconds).toISOString() : null;
}

/** Where each row's value is among so many: a list, or a text with a digit of base 36 each, or with two. */
function placesOf(at: unknown, values: number): readonly unknown[] | null {
  if (typeof at !== 'string') return Array.isArray(at) ? at : null;
  const width = values <= 36 ? 1 : 2;
  return Array.from({ length: at.length / width }, (_, row) => parseInt(at.slice(width * row, width * (row + 1)), 36));
}

/** What an exponent's digit is more than it. */
const OFFSET = 18;

/** Real numbers as two texts: of each some digits, and a digit of base 36 for its power of ten. */
function decimals(column: unknown): readonly unknown[] | null {
  const { mantissas, exponents } = (column ?? {}) as { mantissas?: unknown; exponents?: unknown };
  if (typeof mantissas !== 'string' || typeof exponents !== 'string') return null;
  const width = mantissas.length / exponents.length;
  return Array.from(exponents, (digit, row) => Number(`${mantissas.slice(width * row, width * (row + 1))}e${parseInt(digit, 36) - OFFSET}`));
}

/** A list of values, or the different ones and where each row's is among them. */
function valuesOf(column: unknown): readonly unknown[] {
  if (Array.isArray(column)) return column;
  const { values, at } = (column ?? {}) as { values?: unknown; at?: unknown };
  const places = Array.isArray(values) ? placesOf(at, values.length) : null;
  if (!Array.isArray(values) || !places) return [];
  return places.map((place: unknown): unknown => (typeof place === 'number' ? values[place] : undefined));
}

/** By a list's different values, so that each is read once. */
function mapped<T>(column: unknown, read: (value: unknown) => T): readonly T[] {
  const all = Array.isArray(column) ? (column as readonly unknown[]) : decimals(column);
  if (all) return all.map(read);
  const { values, at } = (column ?? {}) as { values?: unknown; at?: unknown };
  return valuesOf(Array.isArray(values) ? { values: values.map(read), at } : undefined) as readonly T[];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A number beyond 2^53 keeps its first digits. */
export function real(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  const whole = value === null || typeof value !== 'object' ? undefined : (value as { ''?: unknown })[''];
  return typeof whole === 'string' ? Number(whole) : null;
}

function parameter(value: unknown): Run['parameters'][string] | undefined {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? undefined : parameterSchema.safeParse(value).data;
}

function status(value: unknown): Run['status'] | null {
  return runStatusSchema.safeParse(value).data ?? null;
}

type Read<T> = (value: unknown) => T;

const METRIC = 'metrics.';

/** Of a metric that wasn't asked for its name, with no value. */
function metricOf(field: string): [string, null][] {
  return field.startsWith(METRIC) ? [[field.slice(METRIC.length), null]] : [];
}

/** For each row its values by name: those that it has, or those of `blank`. */
function named<T>(columns: unknown, rows: number, read: Read<T | null | undefined>, blank: Readonly<Record<string, T>> = NO_VALUES): Readonly<Record<string, T>>[] {
  const all = Object.entries((columns ?? {}) as Record<string, unknown>).map(([name, column]) => [name, mapped(column, read)] as const);
  const found: Record<string, T>[] = [];
  for (let row = 0; row < rows; row += 1) {
    const values = Object.assign(namedValues<T>(), blank);
    for (const [name, column] of all) {
      const value = column[row];
      if (value !== null && value !== undefined) values[name] = value;
    }
    found.push(values);
  }
  return found;
}

/**
 * A run of a list: its intervals are made when they are looked at, for most never are. What wasn't asked for is null, its
 * seconds are NaN.
 */
class Row {
  readonly phases = NO_VALUES;
  readonly environment = NO_VALUES;

  constructor(
    readonly run_id: string | null,
    readonly sweep_id: string,
    readonly number: number,
    readonly attempt: number,
    readonly parent: string | null,
    readonly status: Run['status'],
    readonly reason: string | null,
    readonly parameters: Run['parameters'],
    readonly metrics: Run['metrics'],
    readonly epochs: number,
    readonly best_epoch: number | null,
    readonly seconds: number,
    readonly band: number | null,
    readonly seed: string,
    readonly tags: Run['tags'],
    readonly created_at: string,
    readonly started_at: string | null,
    readonly ended_at: string | null,
    readonly deleted_at: string | null,
    readonly sequence: number,
    private readonly images: Readonly<Record<string, number>>,
  ) {}

  get intervals(): Run['intervals'] {
    const intervals = namedValues<[number, number]>();
    for (const [name, images] of Object.entries(this.images)) {
      const interval = wilson(this.metrics[name], images);
      if (interval) intervals[name] = [...interval];
    }
    return intervals;
  }
}

type Answer = { sweep_id: string; runs: number; further: readonly string[]; images: Readonly<Record<string, number>>; columns: Readonly<Record<string, unknown>> };

function rowsOf({ sweep_id: sweep, runs: rows, images, further, columns }: Answer): Run[] {
  const texts = (name: string): readonly (string | null)[] => mapped(columns[name], text);
  const reals = (name: string): readonly (number | null)[] => mapped(columns[name], real);
  const [ids, parents, reasons] = [texts('run_id'), texts('parent'), texts('reason')];
  const [created, started, ended, deleted] = [times(columns.created_at), times(columns.started_at), times(columns.ended_at), texts('deleted_at')];
  const [numbers, attempts, epochs, best] = [whole(columns.number), reals('attempt'), reals('epochs'), reals('best_epoch')];
  const [seconds, bands, sequences] = [reals('seconds'), reals('band'), whole(columns.sequence)];
  const statuses = mapped(columns.status, status);
  const seeds = mapped(columns.seed, (seed) => String(parameter(seed) ?? ''));
  const parameters = named(columns.parameters, rows, parameter);
  const metrics = named<number | null>(columns.metrics, rows, real, Object.fromEntries(further.flatMap(metricOf)));
  const tags = named(columns.tags, rows, text);
  return Array.from({ length: rows }, (_, row): Run => {
    const known = statuses[row] ?? null;
    return new Row(
      ids[row] ?? (columns.run_id === undefined ? null : ''),
      sweep,
      numbers[row] ?? 0,
      attempts[row] ?? 1,
      parents[row] ?? null,
      known ?? 'FAILED',
      known === null && columns.status !== undefined ? 'unreadable, in an unknown form' : (reasons[row] ?? null),
      parameters[row] ?? NO_VALUES,
      metrics[row] ?? NO_VALUES,
      epochs[row] ?? 0,
      best[row] ?? null,
      seconds[row] ?? (columns.seconds === undefined ? Number.NaN : 0),
      bands[row] ?? null,
      seeds[row] ?? '',
      tags[row] ?? NO_VALUES,
      created[row] ?? '',
      started[row] ?? null,
      ended[row] ?? null,
      deleted[row] ?? null,
      sequences[row] ?? 0,
      images,
    );
  });
}

/** One more value of every run, by its number: of a metric's field, or of one of the run's own. */
export type Column = { field: string; values: ReadonlyMap<number, unknown> };

/** From the answer that has it. */
export function columnOf(field: string, { runs }: RunPage): Column {
  const [metric] = metricOf(field).flat();
  const valueOf = (run: Run): unknown => (typeof metric === 'string' ? (run.metrics[metric] ?? null) : run[field as keyof Run]);
  return { field, values: new Map(runs.map((run) => [run.number, valueOf(run)])) };
}

/** A run of which only some values are here, with those of these columns. */
export function withColumns(run: Run, columns: readonly Column[]): Run {
  const metrics: Record<string, unknown> = Object.assign(namedValues<unknown>(), run.metrics);
  const fields: Record<string, unknown> = { metrics };
  for (const { field, values } of columns) {
    if (!values.has(run.number)) continue;
    const [metric] = metricOf(field).flat();
    if (typeof metric === 'string') metrics[metric] = values.get(run.number);
    else fields[field] = values.get(run.number);
  }
  return Object.assign(Object.create(Object.getPrototypeOf(run) as object) as Run, run, fields);
}
