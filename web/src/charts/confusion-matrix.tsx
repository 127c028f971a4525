import type { CSSProperties } from 'react';
import { Empty } from '@/ui/notice';
import { count } from '@/lib/format';
import { ScrollFrame } from '@/ui/scroll-frame';
import { visible } from '@/lib/visible';
import styles from './confusion-matrix.module.css';
import { heat } from './heat';

type Props = { confusion: readonly (readonly number[])[]; labels: readonly string[] };

/** Counts by true class (rows) and predicted class (columns); mistakes are shaded by how many there are. */
export function ConfusionMatrix({ confusion, labels: names }: Props) {
  if (confusion.length === 0) return <Empty title="No test images were looked at" />;
  const labels = names.map(visible);
  const worst = Math.max(1, ...confusion.flatMap((row, i) => row.filter((_, j) => i !== j)));
  const digits = String(Math.max(...confusion.flat())).length;
  const letters = Math.max(...labels.map((label) => label.length));
  const sizes = { '--classes': labels.length, '--digits': Math.max(3, digits), '--letters': Math.min(12, letters) } as CSSProperties;
  return (
    <ScrollFrame label="Confusion matrix, scrollable">
      <table className={styles.matrix} style={sizes}>
        <caption className="unseen">Images by true class (rows) and predicted class (columns)</caption>
        <thead>
          <tr>
            <th className={styles.corner} scope="col">
              true&nbsp;↓
              <br />
              <abbr title="predicted">pred.</abbr>&nbsp;→
            </th>
            {labels.map((label) => (
              <th key={label} scope="col" title={label}>
                <bdi>{label}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((row, i) => (
            <tr key={labels[i]}>
              <th scope="row" title={labels[i]}>
                <bdi>{labels[i]}</bdi>
              </th>
              {row.map((images, j) => (
                <td
                  key={labels[j]}
                  className={i === j ? styles.right : images === 0 ? styles.none : styles.wrong}
                  style={i === j || images === 0 ? undefined : { backgroundColor: `rgb(var(--heat) / ${heat(images, worst)})` }}
                  title={`${count(images)} of class ${labels[i] ?? ''} predicted as ${labels[j] ?? ''}`}
                >
                  {images === 0 ? '·' : images}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
