import { useId } from 'react';
import { UserText } from './user-text';
import styles from './segmented.module.css';

type Props<T extends string> = {
  /** Read by screen readers: what is chosen. */
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
};

/** One of a few: radio buttons that look like one control. */
export function Segmented<T extends string>({ label, value, options, onChange }: Props<T>) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="radio"
            className="unseen"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span><UserText cut text={option.label} /></span>
        </label>
      ))}
    </fieldset>
  );
}
