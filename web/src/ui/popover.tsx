import { useRef, useState, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import { visible } from '@/lib/visible';
import styles from './popover.module.css';

type Props = {
  label: ReactNode;
  /** What a screen reader says in place of the label, and begins with it. */
  title?: string;
  children: ReactNode;
};

/** Controls behind one button; they go with Escape, and when something else has the focus. */
export function Popover({ label, title, children }: Props) {
  const box = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => {
    if (box.current) box.current.open = false;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !box.current?.open) return;
    close();
    box.current.querySelector('summary')?.focus();
  };
  const onBlur = (event: FocusEvent) => {
    // Without a next one it is the page that was clicked on, or a control that is there no more.
    if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) close();
  };
  return (
    <details ref={box} className={styles.popover} onKeyDown={onKeyDown} onBlur={onBlur} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={title && visible(title)}>{label}</summary>
      {open && <div className={styles.box}>{children}</div>}
    </details>
  );
}
