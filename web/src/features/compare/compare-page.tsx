import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Comparison } from '@/api/comparison-schemas';
import { useChanges } from '@/api/events';
import { plural } from '@/lib/format';
import { MOST_COMPARED } from '@/lib/places';
import { Button } from '@/ui/button';
import { Empty, Failure, Loading } from '@/ui/notice';
import { UserText } from '@/ui/user-text';
import { useTitle } from '@/ui/use-title';
import { AddRun } from './add/add-run';
import { compareQuery } from './api/compare';
import styles from './compare-page.module.css';
import { CompareProvider, type CompareContext } from './compare-context';
import { comparedRuns, idsOf, placeOf, without, type CompareView, type SetCompareView } from './model/view';
import { runNames, sweepNames } from './model/names';
import { PANELS } from './panels';

type Props = { view: CompareView; setView: SetCompareView };

/** Runs of any sweeps beside each other: what differs in them, in what they measured, and whether that is real. */
export function ComparePage({ view, setView }: Props) {
  useTitle('Compare');
  const chosen = useMemo(() => comparedRuns(view.runs), [view.runs]);
  const ids = useMemo(() => idsOf(chosen), [chosen]);
  const { data, error, refetch } = useQuery(compareQuery(ids, view.baseline));
  const context = useMemo(() => (data ? contextOf(data, view, setView) : null), [data, view, setView]);
  useLive(data);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1>Compare {ids.length > 0 && plural(data?.runs.length ?? ids.length, 'run')}</h1>
        {ids.length < MOST_COMPARED && <AddRun view={view} setView={setView} />}
      </header>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && ids.length > 0 && !data && <Loading what="the runs" />}
      {ids.length === 0 && (
        <Empty title="No run is chosen">
          <p>Tick runs in a sweep’s table, then Compare; or add some here.</p>
        </Empty>
      )}
      {ids.length > 0 && data && <Gone gone={data.gone} view={view} setView={setView} />}
      {ids.length > 0 && context && (
        <CompareProvider value={context}>
          {PANELS.filter(({ ofImages }) => !ofImages || context.runs.some(({ sweep }) => sweep.dataset)).map(({ Panel }, place) => (
            <Panel key={place} />
          ))}
        </CompareProvider>
      )}
    </div>
  );
}

/** Which runs of an old link are no more; the others are compared. */
function Gone({ gone, view, setView }: Props & { gone: Comparison['gone'] }) {
  if (gone.length === 0) return null;
  return (
    <div className={styles.gone} role="status" data-testid="gone">
      <ul>
        {gone.map(({ run, reason }) => (
          <li key={run}>
            <code><UserText cut text={run} /></code> is not shown: <UserText text={reason} />.
          </li>
        ))}
      </ul>
      <Button onClick={() => setView(gone.reduce((left, { run }) => ({ ...left, ...without(left, run) }), view))}>Take out of the link</Button>
    </div>
  );
}

function contextOf(comparison: Comparison, view: CompareView, setView: SetCompareView): CompareContext | null {
  const sweepName = sweepNames(comparison.runs.map(({ sweep }) => sweep));
  const names = runNames(comparison.runs);
  const chosen = comparedRuns(view.runs);
  const runs = comparison.runs.map((compared, index) => ({
    ...compared,
    place: placeOf(chosen, compared.run.run_id),
    name: names[index] ?? '',
    sweepName: sweepName.get(compared.sweep.sweep_id) ?? '',
  }));
  const baseline = runs.find(({ run }) => run.run_id === comparison.baseline);
  return baseline ? { comparison, runs, baseline, across: sweepName.size > 1, view, setView } : null;
}

/** Asks again when one of the runs changed. */
function useLive(comparison: Comparison | undefined): void {
  const client = useQueryClient();
  useChanges(({ resync, changes }) => {
    const ids = new Set(comparison?.runs.map(({ run }) => run.run_id));
    const changed = resync || changes.some(({ run_id: id }) => id !== null && ids.has(id));
    return changed ? client.invalidateQueries({ queryKey: ['compare'] }) : undefined;
  });
}
