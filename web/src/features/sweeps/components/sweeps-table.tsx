import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { ListedSweep, Sweep } from '@/api/schemas';
import { bandLabel, bandTone, isTested } from '@/lib/bands';
import { countsText, endedRuns, expectedRuns } from '@/lib/counts';
import { count, shortId } from '@/lib/format';
import { methodText } from '@/lib/method-text';
import { tagLines } from '@/lib/tags';
import { StatusBadge } from '@/ui/badges';
import table from '@/ui/data-table.module.css';
import { Progress } from '@/ui/progress';
import { TimeAgo } from '@/ui/time-ago';
import { ToneMark } from '@/ui/tone-mark';
import { UserText } from '@/ui/user-text';
import { visible } from '@/lib/visible';
import { idsOf, nextSort, toggledId, type ListView, type Order, type SetListView } from '../model/view';
import { BestAccuracy } from './best-accuracy';
import styles from './sweeps-page.module.css';

type Props = { sweeps: readonly ListedSweep[]; view: ListView; setView: SetListView };

const COLUMNS = 7;

export function SweepsTable({ sweeps, view, setView }: Props) {
  const chosen = idsOf(view.sweeps);
  return (
    <div className={styles.frame}>
      <table className={table.table} data-testid="sweeps">
        <thead>
          <tr>
            <th scope="col"><span className="unseen">Chosen</span></th>
            <SortHead column="name" title="Sweep" view={view} setView={setView} />
            <SortHead column="status" title="Status" view={view} setView={setView} />
            <SortHead column="runs" title="Runs" view={view} setView={setView} />
            <th scope="col">Best test accuracy</th>
            <th scope="col">Finished runs by band</th>
            <SortHead column="created_at" title="Started" view={view} setView={setView} />
          </tr>
        </thead>
        <tbody>
          {sweeps.map((sweep, place) => (
            <Fragment key={sweep.sweep_id}>
              {view.group && sweep.project !== (place === 0 ? undefined : sweeps[place - 1]?.project) && (
                <tr className={styles.group}>
                  <th scope="rowgroup" colSpan={COLUMNS}>
                    {sweep.project === null ? 'Without a project' : <UserText text={sweep.project} />}
                  </th>
                </tr>
              )}
              <SweepRow
                sweep={sweep}
                chosen={chosen.includes(sweep.sweep_id)}
                onChoose={() => setView({ sweeps: toggledId(view.sweeps, sweep.sweep_id) })}
              />
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type HeadProps = { column: Order; title: string; view: ListView; setView: SetListView };

function SortHead({ column, title, view, setView }: HeadProps) {
  const way = view.group ? undefined : view.sort === column ? 'ascending' : view.sort === `-${column}` ? 'descending' : undefined;
  return (
    <th scope="col" aria-sort={way}>
      <button type="button" className={styles.sort} onClick={() => setView({ sort: nextSort(view.sort, column), group: undefined, page: undefined })}>
        {title}
        <span aria-hidden="true">{way === 'ascending' ? ' ↑' : way === 'descending' ? ' ↓' : ''}</span>
      </button>
    </th>
  );
}

function SweepRow({ sweep, chosen, onChoose }: { sweep: ListedSweep; chosen: boolean; onChoose: () => void }) {
  const ended = endedRuns(sweep.runs);
  const expected = expectedRuns(sweep.runs, sweep.planned_runs);
  return (
    <tr>
      <td>
        <input type="checkbox" checked={chosen} onChange={onChoose} aria-label={`Choose ${visible(sweep.name)}`} />
      </td>
      <th scope="row">
        <Link to="/sweeps/$sweepId" params={{ sweepId: sweep.sweep_id }} className={styles.name}>
          <UserText cut text={sweep.name} />
        </Link>
        <div className={styles.what}>
          {sweep.dataset && <><UserText cut text={sweep.dataset.name} /> · </>}<UserText cut text={sweep.model} /> · {methodText(sweep.method)} · <code title={sweep.sweep_id}>{shortId(sweep.sweep_id)}</code>
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
        <BestAccuracy sweep={sweep} known={sweep.best_run} />
      </td>
      <td>
        <span className={styles.bands}>
          {isTested(sweep) && sweep.bands.map((runs, band) => (
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
