import { Empty } from '@/ui/notice';
import { count } from '@/lib/format';
import styles from './confusion-matrix.module.css';
import { heat } from './heat';

type Props = { confusion: readonly (readonly number[])[]; labels: readonly string[] };

/** Counts by true class (rows) and predicted class (columns); mistakes are shaded by how many there are. */
export function ConfusionMatrix({ confusion, labels }: Props) {
  if (confusion.length === 0) return <Empty title="No test images were looked at" />;
  const worst = Math.max(1, ...confusion.flatMap((row, i) => row.filter((_, j) => i !== j)));
  return (
    <div className={styles.frame} tabIndex={0} role="region" aria-label="Confusion matrix">
      <table className={styles.matrix}>
        <caption className="unseen">Images by true class (rows) and predicted class (columns)</caption>
        <thead>
          <tr>
            <th className={styles.corner} scope="col">
              true&nbsp;↓ predicted&nbsp;→
            </th>
            {labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((row, i) => (
            <tr key={labels[i]}>
              <th scope="row">{labels[i]}</th>
              {row.map((images, j) => (
                <td
                  key={labels[j]}
                  className={i === j ? styles.right : images === 0 ? styles.none : styles.wrong}
                  style={i === j || images === 0 ? undefined : { backgroundColor: `rgb(var(--heat) / ${heat(images, worst)})` }}
                  title={`${count(images)} of class ${labels[i] ?? ''} predicted as ${labels[j] ?? ''}`}
                >
                  {images === 0 ? '·' : count(images)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
