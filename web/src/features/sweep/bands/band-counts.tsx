import { bandLabel, bandTone } from '@/lib/bands';
import { countsText } from '@/lib/counts';
import { count } from '@/lib/format';
import { Panel } from '@/ui/panel';
import { ToneMark } from '@/ui/tone-mark';
import { useSweep } from '../sweep-context';
import styles from './band-counts.module.css';

/** How many finished runs reach which thresholds, in large figures, and as shares of one bar. */
export function BandCounts() {
  const { sweep } = useSweep();
  const { bands, thresholds } = sweep;
  const { FINISHED: finished = 0, ...rest } = sweep.runs;
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
              <span className={styles.figure}>{count(runs)}</span>
              <span className={styles.label}>
                <ToneMark tone={tone} className={styles.mark} />
                {bandLabel(band, thresholds)}
              </span>
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
