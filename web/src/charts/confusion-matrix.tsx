import type { CSSProperties } from 'react';
import { Empty } from '@/ui/notice';
import { ScrollFrame } from '@/ui/scroll-frame';
import { visible } from '@/lib/visible';
import { countCells, differenceCells, type Confusion, type MatrixCell } from './confusion';
import styles from './confusion-matrix.module.css';

type Props = {
  confusion: Confusion;
  labels: readonly string[];
  /** Of the same images: what is shown is how much more or less than there. */
  against?: Confusion;
  /** Read by screen readers. */
  name?: string;
  /** A cell was pressed. */
  onPick?: (label: number, predicted: number) => void;
  /** The pressed one. */
  picked?: readonly [label: number, predicted: number] | null;
};

/** Counts by true class (rows) and predicted class (columns), or their difference from another's. */
export function ConfusionMatrix({ confusion, labels: names, against, name = 'Confusion matrix', onPick, picked = null }: Props) {
  if (confusion.length === 0) return <Empty title="No test images were looked at" />;
  const labels = names.map(visible);
  const cells = against ? differenceCells(confusion, against, labels) : countCells(confusion, labels);
  const digits = cells.flat().reduce((most, { text }) => Math.max(most, text.length), 0);
  const letters = Math.max(...labels.map((label) => label.length));
  const sizes = { '--classes': labels.length, '--digits': Math.max(3, digits), '--letters': Math.min(12, letters) } as CSSProperties;
  return (
    <ScrollFrame label={`${name}, scrollable`}>
      <table className={styles.matrix} style={sizes}>
        <caption className="unseen">
          {against ? 'How many more or fewer images' : 'Images'} by true class (rows) and predicted class (columns)
        </caption>
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
          {cells.map((row, i) => (
            <tr key={labels[i]}>
              <th scope="row" title={labels[i]}>
                <bdi>{labels[i]}</bdi>
              </th>
              {row.map((cell, j) => (
                <td
                  key={labels[j]}
                  className={styles[cell.kind]}
                  style={colourOf(cell)}
                  title={cell.title}
                  data-picked={(picked?.[0] === i && picked[1] === j) || undefined}
                >
                  {onPick && cell.kind !== 'none' ? (
                    <button type="button" className={styles.pick} aria-label={cell.title} onClick={() => onPick(i, j)}>
                      {cell.text}
                    </button>
                  ) : (
                    cell.text
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

function colourOf({ kind, heat }: MatrixCell): CSSProperties | undefined {
  if (kind === 'wrong' || kind === 'bad') return { backgroundColor: `rgb(var(--heat) / ${heat})` };
  return kind === 'good' ? { backgroundColor: `rgb(var(--heat-right) / ${heat})` } : undefined;
}
