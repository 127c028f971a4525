import type { ReactNode } from 'react';
import { UserText } from './user-text';
import { Button } from './button';
import styles from './notice.module.css';

/** Something is on its way; drawn so that what follows doesn't jump much. */
export function Loading({ what }: { what: string }) {
  return (
    <p className={styles.notice} role="status">
      <span className={styles.spinner} aria-hidden="true" />
      Loading {what} …
    </p>
  );
}

/** Nothing there yet, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}><UserText text={title} /></p>
      {children}
    </div>
  );
}

/** What could not be done, why, and a way to try again. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  return (
    <div className={styles.failure} role="alert">
      <p><UserText text={error.message} /></p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
