import { Empty, Failure, Loading } from '@/ui/notice';
import { UserText } from '@/ui/user-text';
import styles from './bars.module.css';
import type { ChartState } from './chart';

export type Bar = { name: string; /** 0 to 1; null when unknown. */ share: number | null; note: string | null };

/** Shares as bars, the largest first; a table underneath, so that it can be read without seeing it. */
export function Bars({ state, bars, head }: { state: ChartState; bars: readonly Bar[]; head: readonly [string, string, string] }) {
  if (state.kind === 'loading') return <Loading what="the shares" />;
  if (state.kind === 'error') return <Failure error={state.error} {...(state.retry ? { onRetry: state.retry } : {})} />;
  if (state.kind === 'empty') return <Empty title={state.title} />;
  return (
    <>
      <table className={styles.bars}>
        <thead className="unseen">
          <tr>
            <th scope="col">{head[0]}</th>
            <td />
            <th scope="col">{head[1]}</th>
            <th scope="col">{head[2]}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.name}>
              <th scope="row"><UserText cut text={bar.name} /></th>
              <td className={styles.share}>
                <div className={styles.track} aria-hidden="true">
                  <div className={styles.fill} style={{ width: `${(bar.share ?? 0) * 100}%` }} />
                </div>
              </td>
              <td className={styles.value}>{bar.share === null ? '–' : `${Math.round(bar.share * 100)}\u00a0%`}</td>
              <td className={styles.note}>{bar.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {state.note && <p className={styles.caption}><UserText text={state.note} /></p>}
    </>
  );
}
