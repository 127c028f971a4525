import { UserText } from './user-text';
import styles from './select.module.css';

type Props = {
  /** Read by screen readers. */
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
  /** Where other controls stand beside it. */
  narrow?: boolean;
};

/** One of many, from a list. */
export function Select({ label, value, options, onChange, narrow = false }: Props) {
  return (
    <select aria-label={label} className={styles.select} data-narrow={narrow || undefined} value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          <UserText text={option.label} />
        </option>
      ))}
    </select>
  );
}
