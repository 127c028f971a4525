import { useId, type ReactNode } from 'react';
import { UserText } from './user-text';
import styles from './panel.module.css';

type Props = {
  title: string;
  /** What a link on the page calls it. */
  anchor?: string;
  /** Stands beside the title: what the numbers are of. */
  note?: ReactNode;
  /** Controls, at the far end of the title's line. */
  actions?: ReactNode;
  /** Lets a table reach the panel's edges. */
  flush?: boolean;
  className?: string | undefined;
  children: ReactNode;
};

/** A titled part of a page. */
export function Panel({ title, anchor, note, actions, flush = false, className, children }: Props) {
  const id = useId();
  return (
    <section id={anchor} className={`${styles.panel ?? ''} ${className ?? ''}`} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id}><UserText cut text={title} /></h2>
        {note && <span className={styles.note}>{typeof note === 'string' ? <UserText text={note} /> : note}</span>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
