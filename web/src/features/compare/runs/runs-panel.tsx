import { Link } from '@tanstack/react-router';
import { StatusBadge } from '@/ui/badges';
import { Button } from '@/ui/button';
import table from '@/ui/data-table.module.css';
import { Panel } from '@/ui/panel';
import { RunMark } from '@/ui/run-mark';
import { ScrollFrame } from '@/ui/scroll-frame';
import { Segmented } from '@/ui/segmented';
import { NameText, UserText } from '@/ui/user-text';
import { useCompare, type Shown } from '../compare-context';
import { without } from '../model/view';
import { groupsOf, type Cell, type Group } from './rows';
import styles from './runs-panel.module.css';

/** What was set and what came of it, a column a run; only what differs unless all is wanted. */
export function RunsPanel() {
  const { comparison, runs, view, setView } = useCompare();
  const alone = runs.length === 1;
  const all = alone || view.all === 'true';
  const groups = groupsOf(comparison)
    .map((group) => ({ ...group, rows: group.rows.filter((row) => all || row.differs || group.title === 'Metrics') }))
    .filter((group) => group.rows.length > 0);
  const same = groupsOf(comparison).flatMap(({ rows }) => rows).length - groups.flatMap(({ rows }) => rows).length;
  return (
    <Panel
      title="Side by side"
      note={same > 0 ? `${same} more ${same === 1 ? 'is' : 'are'} the same in all` : null}
      flush
      actions={
        !alone && (
          <Segmented
            label="Rows"
            value={all ? 'all' : 'differing'}
            options={[
              { value: 'differing', label: 'what differs' },
              { value: 'all', label: 'all' },
            ]}
            onChange={(value) => setView({ all: value === 'all' ? 'true' : undefined })}
          />
        )
      }
    >
      <ScrollFrame label="Runs side by side, scrollable">
        <table className={`${table.table ?? ''} ${styles.table ?? ''}`} data-testid="side-by-side">
          <thead>
            <tr>
              <th scope="col" className={styles.name}>
                <span className="unseen">Of each run</span>
              </th>
              {runs.map((shown) => (
                <Head key={shown.run.run_id} shown={shown} />
              ))}
            </tr>
          </thead>
          {groups.map((group) => (
            <Rows key={group.title} group={group} />
          ))}
        </table>
      </ScrollFrame>
    </Panel>
  );
}

function Head({ shown }: { shown: Shown }) {
  const { baseline, across, runs, view, setView } = useCompare();
  const { run, sweep, place, name, sweepName } = shown;
  const isBaseline = shown === baseline;
  return (
    <th scope="col" className={isBaseline ? styles.baseline : undefined}>
      <div className={styles.head}>
        <span className={styles.title}>
          <RunMark place={place} />
          <Link to="/runs/$runId" params={{ runId: run.run_id }}>
            Run {run.number}
          </Link>
          {runs.length > 1 && (
            <Button className={styles.remove} aria-label={`Leave ${name} out`} title="Leave out" onClick={() => setView(without(view, run.run_id))}>
              ×
            </Button>
          )}
        </span>
        {across && (
          <Link to="/sweeps/$sweepId" params={{ sweepId: sweep.sweep_id }} className={styles.sweep}>
            <UserText cut text={sweepName} />
          </Link>
        )}
        <StatusBadge status={run.status} reason={run.reason} />
        <label className={styles.choice}>
          <input type="radio" name="baseline" checked={isBaseline} onChange={() => setView({ baseline: run.run_id })} />
          baseline
        </label>
      </div>
    </th>
  );
}

function Rows({ group: { title, rows } }: { group: Group }) {
  const { runs, baseline } = useCompare();
  return (
    <tbody>
      <tr className={styles.group}>
        <th scope="rowgroup" colSpan={runs.length + 1}>
          <span>{title}</span>
        </th>
      </tr>
      {rows.map(({ name, cells, differs }) => (
        <tr key={name}>
          <th scope="row" className={styles.name}>
            <NameText text={name} />
          </th>
          {cells.map((cell, column) => (
            <td key={runs[column]?.run.run_id} className={`${styles.cell ?? ''} ${runs[column] === baseline ? (styles.baseline ?? '') : ''}`}>
              <Value cell={cell} strong={differs} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

function Value({ cell: { text, difference, good }, strong }: { cell: Cell; strong: boolean }) {
  const tone = good === null ? styles.neutral : good ? styles.good : styles.bad;
  return (
    <>
      <span className={strong ? styles.differing : undefined}>
        <UserText cut text={text} />
      </span>
      {difference !== null && <span className={`${styles.difference ?? ''} ${tone ?? ''}`}>{difference}</span>}
    </>
  );
}
