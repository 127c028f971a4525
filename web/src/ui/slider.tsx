import styles from './slider.module.css';

type Props = { label: string; value: number; max: number; step: number; onChange: (value: number) => void };

/** A number from 0 on, by hand. */
export function Slider({ label, value, max, step, onChange }: Props) {
  return (
    <label className={styles.slider}>
      {label}
      <input type="range" min={0} max={max} step={step} value={value} onChange={(event) => onChange(Number(event.target.value))} />
      <output>{value === 0 ? 'off' : value.toFixed(2)}</output>
    </label>
  );
}
