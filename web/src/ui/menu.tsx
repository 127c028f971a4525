import { useRef, type FocusEvent, type KeyboardEvent } from 'react';
import { visible } from '@/lib/visible';
import styles from './menu.module.css';

type Props = {
  label: string;
  /** What a screen reader says in place of the label, and begins with it. */
  title: string;
  items: readonly { label: string; act: () => void }[];
};

/** A few things to do, behind one button. */
export function Menu({ label, title, items }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (menu.current) menu.current.open = false;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !menu.current?.open) return;
    close();
    menu.current.querySelector('summary')?.focus();
  };
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) close();
  };
  return (
    <details ref={menu} className={styles.menu} onKeyDown={onKeyDown} onBlur={onBlur}>
      <summary aria-label={visible(title)} title={visible(title)}>{label}</summary>
      <ul>
        {items.map((item) => (
          <li key={item.label}>
            <button
              type="button"
              onClick={() => {
                close();
                item.act();
              }}
            >
              {item.label}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
