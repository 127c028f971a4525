import { bandLabel, bandTone, isTested } from '@/lib/bands';
import { countsText } from '@/lib/counts';
import { count } from '@/lib/format';
import { Panel } from '@/ui/panel';
import { ToneMark } from '@/ui/tone-mark';
import { literalsOf, type Wish } from '../model/selection';
import { useSweep } from '../sweep-context';
import type { Filtered } from '../use-filtered';
import styles from './band-counts.module.css';

/** How many finished runs reach which thresholds, in large figures, and as shares of one bar. */
export function BandCounts() {
  const { sweep, view, filtered, select } = useSweep();
  const shown = shownBands(filtered);
  const selected = literalsOf(view.filter ?? '', 'band');
  const { bands, thresholds } = sweep;
  const { FINISHED: finished = 0, ...rest } = sweep.runs;
  if (!isTested(sweep)) return null;
  const total = bands.reduce((sum, runs) => sum + runs, 0);
  const others = [
    ...(finished > total ? [`${count(finished - total)} without a test`] : []),
    ...(Object.values(rest).some((runs) => runs > 0) ? [countsText(rest)] : []),
  ].join(', ');
  return (
    <Panel title="Against the thresholds" note="finished runs by test accuracy">
      <ul className={styles.counts}>
        {bands.map((runs, band) => {
          const tone = bandTone(band, thresholds);
          return (
            <li key={bandLabel(band, thresholds)} className={`${styles.count ?? ''} ${(runs === 0 ? styles.none : styles[tone]) ?? ''}`} data-testid={`band-${band}`}>
              <button
                type="button"
                className={styles.select}
                title="Show these runs alone, everywhere on the page"
                aria-pressed={selected?.includes(String(band)) ?? false}
                onClick={() => select([toggledBand(band, selected)])}
              >
                <span className={styles.figure}>
                  {shown ? count(shown.get(band) ?? 0) : count(runs)}
                  {shown && <span className={styles.of}> of {count(runs)}</span>}
                </span>
                <span className={styles.label}>
                  <ToneMark tone={tone} className={styles.mark} />
                  {bandLabel(band, thresholds)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <div className={styles.bar} aria-hidden="true">
        {total > 0 &&
          bands.map((runs, band) => (
            <span
              key={bandLabel(band, thresholds)}
              className={styles[`${bandTone(band, thresholds)}Bar`]}
              style={runs === 0 ? { display: 'none' } : { flexGrow: runs }}
            />
          ))}
      </div>
      {others && <p className={styles.others}>Not counted: {others}.</p>}
    </Panel>
  );
}

/** How many of the selected runs are in each band; null when none is left out. */
function shownBands({ applied, shown, loading }: Filtered): ReadonlyMap<number, number> | null {
  if (applied === '' || loading) return null;
  const counts = new Map<number, number>();
  for (const { band } of shown) if (band !== null) counts.set(band, (counts.get(band) ?? 0) + 1);
  return counts;
}

/** A press selects a band alone; on the only selected one it selects all again. */
function toggledBand(band: number, selected: readonly string[] | null): Wish {
  const only = selected?.length === 1 && selected[0] === String(band);
  return only ? { key: 'band', ends: null } : { key: 'band', literals: [String(band)] };
}
