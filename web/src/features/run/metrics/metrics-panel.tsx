import { epochWordOf } from '@/lib/epoch-word';
import { intervalText } from '@/lib/format';
import { byName, LATENCY, SIZE } from '@/lib/metric-order';
import { metricText } from '@/lib/metric-text';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { UserText } from '@/ui/user-text';
import { stateText } from '../model/ending';
import { isUnfinished } from '../missing/missing';
import { useRun } from '../run-context';
import styles from './metrics-panel.module.css';

const ORDER = ['test_accuracy', 'val_accuracy', 'train_accuracy', 'test_loss', 'val_loss', 'train_loss', SIZE, LATENCY];

/** The best epoch's metrics and the test's, accuracies with their 95 % intervals. */
export function MetricsPanel() {
  const { run, sweep, learned } = useRun();
  const chosen = sweep?.metric?.name;
  const names = Object.keys(run.metrics).sort((a, b) => rank(a, chosen) - rank(b, chosen) || byName(a, b));
  if (names.length === 0 && isUnfinished(run)) return null;
  return (
    <Panel title="Metrics" note={run.best_epoch === null ? null : `of ${epochWordOf(run)} ${run.best_epoch}${learned ? ', the best' : ''}`}>
      {names.length === 0 ? (
        <Empty title={`No ${epochWordOf(run)} is recorded: ${stateText(run)}`} />
      ) : (
        <dl className={styles.metrics}>
          {names.map((name) => {
            const interval = run.intervals[name];
            return (
              <div key={name}>
                <dt><UserText cut text={name} /></dt>
                <dd>
                  {metricText(run.metric_kinds, name, run.metrics[name])}
                  {interval && <span className={styles.interval}>{intervalText(interval)}</span>}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </Panel>
  );
}

/** What only its own program knows comes last, but for what the sweep chooses by. */
function rank(name: string, chosen: string | undefined): number {
  const place = ORDER.indexOf(name);
  if (place < 0) return name === chosen ? -1 : ORDER.length;
  return place;
}
