import { Link } from '@tanstack/react-router';
import type { Run, Sweep } from '@/api/schemas';
import { beatsChance } from '@/lib/chance';
import { epochWord } from '@/lib/epoch-word';
import { dateTime, duration, number, parameterText, type ParameterValue } from '@/lib/format';
import { isFraction } from '@/lib/metric-kinds';
import { byName, COSTS } from '@/lib/metric-order';
import { NOTE, plainTags } from '@/lib/tags';
import { visible } from '@/lib/visible';
import { metricText } from '@/lib/metric-text';
import { Accuracy } from '@/ui/accuracy';
import { BandBadge, StatusBadge } from '@/ui/badges';
import { UserText } from '@/ui/user-text';
import { isOfFinals } from '../model/best-run';
import { names } from '../model/names';
import { keyText } from '../model/filter-text';
import { RunLink } from '../run-link';
import type { Column } from './columns/column';
import { numberOrLast, parameterValue } from './sort-values';
import styles from './runs-table.module.css';

/** In this order; what else a run measured follows after the parameters. */
const FIRST_METRICS = ['test_accuracy', 'val_accuracy'];
const OTHER_METRICS = ['train_accuracy', 'val_loss', 'test_loss', 'train_loss'];
const LAST_METRICS = ['learning_rate', 'images_per_second'];

/** What else is known of runs than their own records. */
export type Known = {
  /** The registered models of the sweep's runs, as one names them, by the runs' ids. */
  models: ReadonlyMap<string, readonly string[]>;
  /** The numbers of the runs that the finals repeat, by id. */
  parents: ReadonlyMap<string, number>;
  /** Opens a run's note and tags. */
  edit: (run: Run) => void;
};

/** What decides which columns there are: as text, so that they change with it and not with each epoch. */
export function columnsShape(runs: readonly Run[]): string {
  const parameters = names(runs, 'parameters').map((name) => [name, same(runs, (run) => parameterText(run.parameters[name]))]);
  const metrics = names(runs, 'metrics').map((name) => [name, same(runs, (run) => (run.metrics[name] === null ? null : String(run.metrics[name])))]);
  const epochs = same(runs, (run) => String(run.epochs));
  const has = { reason: runs.some((run) => run.reason !== null), band: runs.some((run) => run.band !== null), note: false, tags: false };
  for (const { tags } of runs) {
    has.note ||= NOTE in tags;
    has.tags ||= plainTags(tags).length > 0;
  }
  return JSON.stringify({ parameters, metrics, epochs, has, tags: names(runs, 'tags').filter((name) => name !== NOTE).sort() } satisfies Shape);
}

type Shape = {
  /** Names, and the one value that all runs have. */
  parameters: (string | null)[][];
  metrics: (string | null)[][];
  epochs: string | null;
  has: { reason: boolean; band: boolean; note: boolean; tags: boolean };
  tags: string[];
};

/** What all have; null where some differ or it isn't here, and of a single run. */
function same(runs: readonly Run[], text: (run: Run) => string | null): string | null {
  const [first] = runs;
  if (!first || runs.length < 2) return null;
  const value = text(first);
  return value !== null && runs.every((run) => text(run) === value) ? value : null;
}

/** The ids are the API's sort keys: `metrics.KEY`, `parameters.NAME`. */
export function runColumns(shape: string, { thresholds, dataset, method, metric_kinds: kinds }: Sweep, { models, parents, edit }: Known): Column[] {
  const { parameters, metrics, epochs, has, tags } = JSON.parse(shape) as Shape;
  const measured = new Map(metrics.map(([name, value]) => [name ?? '', value ?? null]));
  const known = [...FIRST_METRICS, ...OTHER_METRICS, ...COSTS, ...LAST_METRICS];
  const unknown = [...measured.keys()].filter((name) => !known.includes(name)).sort(byName);
  // What Trawl trains will have it; a program's own runs may never.
  const isMeasured = (name: string): boolean => method !== 'external' || measured.has(name);
  const sameText = (name: string): string | null => {
    const value = measured.get(name) ?? null;
    return value === null ? null : metricText(kinds, name, Number(value));
  };
  const metricColumn = (name: string): Column => {
    const accuracy = isFraction(kinds, name);
    return {
      ...column(`metrics.${name}`, name, (run) => numberOrLast(run.metrics[name]), (run) =>
        accuracy ? <Accuracy value={run.metrics[name]} interval={run.intervals[name]} /> : metricText(kinds, name, run.metrics[name]),
      ),
      fromTheBest: accuracy,
      metric: name,
      same: FIRST_METRICS.includes(name) ? null : sameText(name),
      usual: isMeasured(name),
    };
  };
  return [
    column('number', 'Run', (run) => run.number, (run) => (
      <RunLink run={run} className={styles.number}>
        {run.number}
        {isOfFinals(run) && <span className={styles.soft}> final of {parents.get(run.parent ?? '') ?? 'a run'}</span>}
        {run.attempt > 1 && <span className={styles.soft}> attempt {run.attempt}</span>}
      </RunLink>
    ), false),
    column('status', 'Status', (run) => run.status, (run) => <StatusBadge status={run.status} />, false),
    { ...column('reason', 'Reason', (run) => run.reason ?? undefined, (run) => run.reason !== null && <Text text={run.reason} />, false), usual: has.reason },
    { ...column('band', 'Band', (run) => numberOrLast(run.band), (run) => <BandBadge band={run.band} thresholds={thresholds} />, false), fromTheBest: true, usual: method !== 'external' || has.band },
    ...FIRST_METRICS.map(metricColumn),
    ...parameters.map(([name, value]) => ({
      ...column(`parameters.${name ?? ''}`, name ?? '', (run) => parameterValue(run.parameters[name ?? '']), (run) => <Parameter value={run.parameters[name ?? '']} />),
      same: value ?? null,
    })),
    ...[...OTHER_METRICS.filter((name) => measured.has(name)), ...unknown].map(metricColumn),
    {
      ...column('epochs', `${epochWord([...measured.keys()])}s`, (run) => run.epochs, (run) => (
        <span>
          {run.epochs}
          {run.best_epoch !== null && beatsChance(run.intervals.val_accuracy, dataset?.labels.length ?? 0) && (
            <span className={styles.soft}> best {run.best_epoch}</span>
          )}
        </span>
      )),
      same: epochs,
      usual: !(method === 'external' && epochs === '0'), // steps of its own alone
    },
    column('seconds', 'time', (run) => numberOrLast(run.seconds), (run) => duration(run.seconds)),
    ...COSTS.filter((name) => measured.has(name)).map(metricColumn),
    {
      ...column('metrics.images_per_second', 'images/s', (run) => numberOrLast(run.metrics.images_per_second), (run) =>
        speedText(run.metrics.images_per_second),
      ),
      fromTheBest: true,
      metric: 'images_per_second',
      usual: isMeasured('images_per_second'),
    },
    { ...column('start_time', 'started', (run) => run.started_at ?? undefined, (run) => run.started_at && dateTime(run.started_at), false), usual: false },
    {
      ...column('models', 'Model', null, (run) => models.get(run.run_id ?? '')?.map((name) => (
        <Link key={name} to="/models" className={styles.model}>
          <UserText cut text={name} />
        </Link>
      )), false),
      usual: models.size > 0,
    },
    { ...column(`tags.${NOTE}`, 'Note', (run) => run.tags[NOTE], (run) => <Editable run={run} what="note" text={run.tags[NOTE] ?? ''} edit={edit} />, false), ofOneRun: true, usual: has.note },
    { ...column('tags', 'Tags', null, (run) => <Editable run={run} what="tags" text={tagsText(run)} edit={edit} />, false), usual: has.tags },
    ...tags.map((name) => ({
      ...column(`tags.${keyText(name)}`, name, (run: Run) => run.tags[name], (run: Run) => <UserText cut text={run.tags[name] ?? ''} />, false),
      usual: false,
    })),
  ];
}

function column(id: string, name: string, value: Column['value'], cell: Column['cell'], isNumber = true): Column {
  return { id, name, number: isNumber, value, cell, fromTheBest: false, metric: null, same: null, ofOneRun: false, usual: true };
}

/** What is no text needs no frame of its own, of which each takes its time in every frame. */
function Parameter({ value }: { value: ParameterValue | undefined }) {
  const text = parameterText(value);
  return typeof value === 'string' || typeof value === 'object' ? <UserText cut text={text} /> : text;
}

function speedText(imagesPerSecond: number | null | undefined): string {
  return number(imagesPerSecond && Math.round(imagesPerSecond));
}

function tagsText(run: Run): string {
  return plainTags(run.tags).map(([name, value]) => `${name}: ${value}`).join(', ');
}

function Text({ text }: { text: string }) {
  return (
    <span className={styles.text} title={visible(text)}>
      <bdi>{visible(text.replace(/\s+/g, ' '))}</bdi>
    </span>
  );
}

function Editable({ run, what, text, edit }: { run: Run; what: string; text: string; edit: (run: Run) => void }) {
  return (
    <button type="button" className={styles.editable} title={visible(text)} onClick={() => edit(run)}>
      {text === '' ? <span className={styles.soft} aria-hidden="true">add</span> : <bdi>{visible(text.replace(/\s+/g, ' '))}</bdi>}
      <span className="unseen">Edit the {what} of run {run.number}</span>
    </button>
  );
}
