import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { NumberedCurves } from '@/api/curve-columns';
import { bestCurvesQuery, curvesQuery, someCurvesQuery } from '../api/metrics';
import { useSweep } from '../sweep-context';
import { isMany } from '../use-runs';
import { CURVES_DRAWN } from './curves';

/** More that stand out are too many to be told apart. */
const MOST_OTHERS = 20;

/**
 * One metric of the runs that are shown. Of very many the curves are those of the best, the chosen and the running runs, and
 * `rest` says how the others spread; while runs go on, only theirs are asked for again.
 *
 * @param whole asks for every run's nevertheless, as a mean over groups needs
 */
export function useCurves(metric: string, whole = false) {
  const { sweep, runs, filtered, chosen, bestNumber, waiting } = useSweep();
  const sampled = isMany(sweep) && !whole;
  const all = useQuery({ ...curvesQuery(sweep.sweep_id, metric), enabled: !sampled });
  const best = useQuery({ ...bestCurvesQuery(sweep.sweep_id, metric, filtered.applied, CURVES_DRAWN), enabled: sampled && !waiting });
  const others = useMemo(() => {
    if (!sampled || !best.data) return [];
    const known = best.data.runs;
    const standing = runs.filter((run) => run.status === 'RUNNING' || (!known.has(run.number) && (chosen.has(run.number) || run.number === bestNumber)));
    return standing.flatMap(({ number, epochs }) => (epochs > 0 ? [number] : [])).slice(0, MOST_OTHERS);
  }, [sampled, best.data, runs, chosen, bestNumber]);
  const some = useQuery({ ...someCurvesQuery(sweep.sweep_id, metric, others), enabled: others.length > 0 });
  const data = useMemo((): NumberedCurves | undefined => {
    if (!sampled || !best.data || !some.data) return sampled ? best.data : all.data;
    return { ...best.data, runs: new Map([...best.data.runs, ...some.data]) };
  }, [sampled, all.data, best.data, some.data]);
  const { error, refetch } = sampled ? best : all;
  return { data, error, refetch };
}
