import styles from './menu.module.css';
import { Popover } from './popover';

type Props = {
  label: string;
  /** What a screen reader says in place of the label, and begins with it. */
  title: string;
  items: readonly { label: string; act: () => void }[];
};

/** A few things to do, behind one button. */
export function Menu({ label, title, items }: Props) {
  return (
    <Popover label={label} title={title} kind="menu">
      {(close) => (
        <ul className={styles.items}>
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
      )}
    </Popover>
  );
}
