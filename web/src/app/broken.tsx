import { Failure } from '@/ui/notice';
import { servedPage } from './server-answers';
import styles from './layout.module.css';

/** A fault of ours while drawing a page: said, not swallowed. */
export function Broken({ error }: { error: unknown }) {
  return (
    <div className={styles.centre}>
      <h1>This page could not be drawn</h1>
      <Failure error={error instanceof Error ? error : new Error(String(error))} onRetry={() => void servedPage().then(() => location.reload())} />
    </div>
  );
}
