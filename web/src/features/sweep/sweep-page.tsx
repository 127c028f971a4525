import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { isMissing } from '@/api/client';
import type { Run, Sweep } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';
import { epochWord } from '@/lib/epoch-word';
import { NoPage } from '@/ui/no-page';
import { Failure, Loading } from '@/ui/notice';
import { useTitle } from '@/ui/use-title';
import { SweepHeader } from './header/sweep-header';
import { bestRun } from './model/best-run';
import { Hover } from './model/hover';
import { names } from './model/names';
import { selecting } from './model/selection';
import { Ticks } from './model/ticks';
import type { SetView, View } from './model/view';
import { JUMPS, ROWS } from './panels';
import { SelectionBar } from './selection/selection-bar';
import { Listing, SweepFactsProvider, SweepProvider, type Listed, type SweepContext, type SweepFacts } from './sweep-context';
import styles from './sweep-page.module.css';
import { useFiltered } from './use-filtered';
import { useLiveSweep } from './use-live-sweep';
import { useBestNumber, useRuns } from './use-runs';

type Props = {
  /** A sweep's id, a prefix of it, or its name: what stands in the address. */
  address: string;
  view: View;
  setView: SetView;
};

/** One sweep: how its runs stand against the thresholds, which is best and why, and all of them to compare. */
export function SweepPage({ address, view, setView }: Props) {
  const { data: sweep, error, refetch } = useQuery(sweepQuery(address));
  useTitle(sweep?.name ?? 'Sweep');
  if (sweep) return <Content key={sweep.sweep_id} address={address} sweep={sweep} view={view} setView={setView} />;
  return error ? <NoPage what="sweep" missing={isMissing(error)} error={error} onRetry={() => void refetch()} /> : <Loading what="the sweep" />;
}

const NO_RUNS: readonly Run[] = [];

// The same each time, so that a panel is drawn anew by what it asks for alone.
const HEADER = <SweepHeader />;
const PANELS = ROWS.map(({ layout, panels }, row) => (
  <div key={row} className={styles[layout]}>
    {panels.map((Component, place) => (
      <Component key={place} />
    ))}
  </div>
));

function Content({ address, sweep, view, setView }: Props & { sweep: Sweep }) {
  const { data, asking, error, refetch, first, begun } = useRuns(sweep, view);
  const runs = data ?? NO_RUNS;
  useLiveSweep(address, sweep, data !== undefined);
  const filtered = useFiltered(sweep.sweep_id, view.filter ?? '', data, begun);
  const beginning = filtered.loading ? first : undefined;
  const listed = useMemo(
    (): Listed =>
      beginning
        ? { runs: beginning.runs, total: beginning.total, whole: false }
        : { runs: filtered.shown, total: filtered.shown.length, whole: true },
    [filtered.shown, beginning],
  );
  const epoch = useMemo(() => epochWord(names(runs, 'metrics')), [runs]);
  const named = useBestNumber(sweep, runs);
  const best = useMemo(() => bestRun(sweep, runs, named), [sweep, runs, named]);
  const ticks = useMemo(() => Ticks.of(view.runs), [view.runs]);
  const baseline = useMemo(() => runs.find((run) => run.number === view.baseline) ?? null, [runs, view.baseline]);
  const [hover] = useState(() => new Hover());
  // Of very many runs the findings take the server long, and the table would wait for them.
  const waiting = data === undefined && error === null;
  const facts = useMemo(
    (): SweepFacts => ({ address, sweep, runs, waiting, epoch, best, bestNumber: best?.run.number ?? null }),
    [address, sweep, runs, waiting, epoch, best],
  );
  const context = useMemo(
    (): SweepContext => ({
      ...facts,
      asking,
      filtered,
      listed,
      chosen: ticks.places,
      ticks,
      view,
      setView,
      pick: (id) => setView({ runs: ticks.toggled(Number(id)).text }),
      tick: (numbers, wanted) => setView({ runs: ticks.with(numbers, wanted).text }),
      tickAll: (wanted) => setView({ runs: wanted ? Ticks.all(filtered.shown).text : undefined }),
      baseline,
      select: (wishes) => setView({ filter: selecting(view.filter ?? '', wishes) || undefined }),
      hover,
    }),
    [facts, asking, filtered, listed, ticks, view, setView, baseline, hover],
  );
  const listing = useRouter().options.stringifySearch({ filter: view.filter, sort: view.sort });
  return (
    <SweepFactsProvider value={facts}>
      <SweepProvider value={context}>
        <Listing value={listing}>
          <div className={styles.page}>
            {HEADER}
            <nav className={styles.jumps} aria-label="On this page">
              {JUMPS.filter(({ ofMetric }) => sweep.metric ?? !ofMetric).map(({ anchor, title }) => (
                <a key={anchor} href={`#${anchor}`}>
                  {title}
                </a>
              ))}
            </nav>
            {error && <Failure error={error} onRetry={() => void refetch()} />}
            {PANELS}
            <SelectionBar />
          </div>
        </Listing>
      </SweepProvider>
    </SweepFactsProvider>
  );
}
