import { useState, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import { visible } from '@/lib/visible';
import styles from './popover.module.css';

type Props = {
  label: ReactNode;
  /** What a screen reader says in place of the label, and begins with it. */
  title?: string;
  /** A menu is as wide as its items, ends where its button does, and goes with a click beside it, too. */
  kind?: 'controls' | 'menu';
  children: ReactNode | ((close: () => void) => ReactNode);
};

/** Controls behind one button; they go with Escape, and when something else has the focus. */
export function Popover({ label, title, kind = 'controls', children }: Props) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    close();
    event.currentTarget.querySelector('summary')?.focus();
  };
  const onBlur = (event: FocusEvent) => {
    // Without a next one it is the page that was clicked on, or a control that is there no more.
    if (event.relatedTarget ? !event.currentTarget.contains(event.relatedTarget) : kind === 'menu') close();
  };
  return (
    <details open={open} className={`${styles.popover} ${styles[kind]}`} onKeyDown={onKeyDown} onBlur={onBlur} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={title && visible(title)} title={title && visible(title)}>{label}</summary>
      {open && <div className={styles.box}>{typeof children === 'function' ? children(close) : children}</div>}
    </details>
  );
}
