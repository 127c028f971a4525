import { Link } from '@tanstack/react-router';
import type { Sweep } from '@/api/schemas';
import { bandLabel, bandTone } from '@/lib/bands';
import { countsText, endedRuns, expectedRuns } from '@/lib/counts';
import { count } from '@/lib/format';
import { tagLines } from '@/lib/tags';
import { StatusBadge } from '@/ui/badges';
import table from '@/ui/data-table.module.css';
import { Progress } from '@/ui/progress';
import { TimeAgo } from '@/ui/time-ago';
import { ToneMark } from '@/ui/tone-mark';
import { UserText } from '@/ui/user-text';
import { visible } from '@/lib/visible';
import { BestAccuracy } from './best-accuracy';
import styles from './sweeps-page.module.css';

export function SweepsTable({ sweeps }: { sweeps: readonly Sweep[] }) {
  return (
    <div className={styles.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Sweep</th>
            <th scope="col">Status</th>
            <th scope="col">Runs</th>
            <th scope="col">Best test accuracy</th>
            <th scope="col">Finished runs by band</th>
            <th scope="col">Started</th>
          </tr>
        </thead>
        <tbody>
          {sweeps.map((sweep) => (
            <SweepRow key={sweep.sweep_id} sweep={sweep} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SweepRow({ sweep }: { sweep: Sweep }) {
  const ended = endedRuns(sweep.runs);
  const expected = expectedRuns(sweep.runs, sweep.planned_runs);
  return (
    <tr>
      <th scope="row">
        <Link to="/sweeps/$sweepId" params={{ sweepId: sweep.sweep_id }} className={styles.name}>
          <UserText cut text={sweep.name} />
        </Link>
        <div className={styles.what}>
          <UserText cut text={sweep.dataset?.name ?? '–'} /> · <UserText cut text={sweep.model} /> · {sweep.method}
        </div>
        <Tags tags={sweep.tags} />
      </th>
      <td>
        <StatusBadge status={sweep.status} reason={sweep.reason} />
      </td>
      <td className={styles.runs} title={countsText(sweep.runs)}>
        {count(ended)}
        {expected !== null && ` of ${count(expected)}`} ended
        <Progress done={ended} total={expected} label={`Runs of ${sweep.name} that ended`} />
      </td>
      <td>
        <BestAccuracy sweep={sweep} />
      </td>
      <td>
        <span className={styles.bands}>
          {sweep.bands.map((runs, band) => (
            <Band key={bandLabel(band, sweep.thresholds)} runs={runs} band={band} thresholds={sweep.thresholds} />
          ))}
        </span>
      </td>
      <td>
        <TimeAgo at={sweep.created_at} />
      </td>
    </tr>
  );
}

function Tags({ tags }: { tags: Sweep['tags'] }) {
  const lines = tagLines(tags);
  if (lines.length === 0) return null;
  return (
    <ul className={styles.tags} aria-label="Tags">
      {lines.map(([name, value]) => (
        <li key={name} className={styles.tag} title={visible(`${name}: ${tags[name] ?? ''}`)}>
          <b><UserText cut text={name} /></b> <UserText text={value} />
        </li>
      ))}
    </ul>
  );
}

function Band({ runs, band, thresholds }: { runs: number; band: number; thresholds: readonly number[] }) {
  const tone = bandTone(band, thresholds);
  const label = bandLabel(band, thresholds);
  return (
    <span className={`${styles.band ?? ''} ${(runs === 0 ? styles.zero : styles[tone]) ?? ''}`} title={label}>
      <ToneMark tone={tone} />
      {count(runs)}
      <span className="unseen">{label}</span>
    </span>
  );
}
