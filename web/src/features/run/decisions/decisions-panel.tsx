import { capital, epochWordOf } from '@/lib/epoch-word';
import { count, number } from '@/lib/format';
import table from '@/ui/data-table.module.css';
import { Panel } from '@/ui/panel';
import { ScrollFrame } from '@/ui/scroll-frame';
import { useRun } from '../run-context';
import { atRungs, inFinals, valueText } from './decisions';

/** Why the run waited, went on or was stopped; nothing for a run that no rule looked at. */
export function DecisionsPanel() {
  const { run, sweep } = useRun();
  const text = valueText(run, sweep);
  const rows = atRungs(run.decisions);
  if (rows.length === 0) return null;
  return (
    <Panel title="Stopping" note="at each rung, among the runs that were known" flush>
      <ScrollFrame label="Decisions, scrollable">
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Decision</th>
              <th scope="col" className={table.number}>{capital(epochWordOf(run))}</th>
              <th scope="col" className={table.number}>Value</th>
              <th scope="col" className={table.number}>Needed</th>
              <th scope="col" className={table.number}>Rank</th>
              <th scope="col" className={table.number}>Earlier jobs known</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ job, word, rank, known }) => (
              <tr key={`${job} ${word}`}>
                <th scope="row">{word}</th>
                <td className={table.number}>{count(rank.rung)}</td>
                <td className={table.number}>{text(rank.value)}</td>
                <td className={table.number}>{text(rank.threshold)}</td>
                <td className={table.number}>{`${count(rank.rank)} of ${count(rank.of)}`}</td>
                <td className={table.number}>{`${count(known)} of ${count(job - 1)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
    </Panel>
  );
}

/** How the run did in the finals; nothing for one that was not in them. */
export function FinalsPanel() {
  const { run, sweep } = useRun();
  const text = valueText(run, sweep);
  const rows = inFinals(run.decisions);
  if (rows.length === 0) return null;
  return (
    <Panel title="Finals" note="with the new seeds of each round" flush>
      <ScrollFrame label="Finals, scrollable">
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Decision</th>
              <th scope="col" className={table.number}>Round</th>
              <th scope="col" className={table.number}>Mean</th>
              <th scope="col" className={table.number}>95 %</th>
              <th scope="col" className={table.number}>Rank</th>
              <th scope="col" className={table.number}>p</th>
              <th scope="col" className={table.number}>P(best)</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ job, word, standing }) => (
              <tr key={`${job} ${word}`}>
                <th scope="row">{word}</th>
                <td className={table.number}>{count(standing.round)}</td>
                <td className={table.number}>{text(standing.mean)}</td>
                <td className={table.number}>
                  {standing.interval ? `${text(standing.interval.low)} to ${text(standing.interval.high)}` : '–'}
                </td>
                <td className={table.number}>{`${count(standing.rank)} of ${count(standing.of)}`}</td>
                <td className={table.number}>{number(standing.p)}</td>
                <td className={table.number}>{number(standing.best)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
    </Panel>
  );
}
