import { visible } from '@/lib/visible';
import { Segmented } from './segmented';
import styles from './select.module.css';

type Props = { value: string; known: readonly string[]; onChange: (metric: string) => void };

/** More buttons would fill the line. */
const BUTTONS = 4;

/** Which metric: the first few at a press, the others from a list. */
export function MetricChoice({ value, known, onChange }: Props) {
  const first = known.slice(0, BUTTONS);
  const others = known.slice(BUTTONS);
  const listed = first.includes(value) || others.includes(value) ? others : [...others, value];
  return (
    <>
      {first.length > 0 && (
        <Segmented label="Metric" value={value} options={first.map((name) => ({ value: name, label: nameText(name) }))} onChange={onChange} />
      )}
      {listed.length > 0 && (
        <select
          aria-label="Other metrics"
          className={styles.select}
          data-narrow={first.length > 0 || undefined}
          data-chosen={listed.includes(value) || undefined}
          value={listed.includes(value) ? `=${value}` : ''}
          onChange={(event) => onChange(event.target.value.slice(1))}
        >
          <option value="" disabled hidden>
            others
          </option>
          {listed.map((name) => (
            <option key={name} value={`=${name}`}>
              {nameText(name)}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

/** A program may name a metric as it likes, even not at all. */
function nameText(name: string): string {
  return name === '' ? 'without a name' : visible(name);
}
