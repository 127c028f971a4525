import type { ReactNode } from 'react';
import { fixed } from '@/lib/format';
import styles from './image-card.module.css';
import { UserText } from './user-text';

type Props = {
  /** Where it stands in its file. */
  index: number;
  /** PNG in Base64; null where it isn't at hand. */
  picture: string | null;
  /** What it is; null where that is not known. */
  label: string | null;
  /** What it was taken for. */
  children: ReactNode;
};

/** An image with what it is, and what it was taken for. */
export function ImageCard({ index, picture, label, children }: Props) {
  return (
    <li className={styles.card}>
      {picture !== null && <img className={styles.picture} src={`data:image/png;base64,${picture}`} alt={`image ${index}`} />}
      <div className={styles.text}>
        <p className={styles.label}>{label === null ? 'not known' : <UserText cut text={label} />}</p>
        {children}
        <p className={styles.index}>image {index}</p>
      </div>
    </li>
  );
}

/** Cards side by side, as many as there is room for. */
export function ImageCards({ children }: { children: ReactNode }) {
  return <ul className={styles.cards}>{children}</ul>;
}

/** The name of a label by its index. */
export function labelName(labels: readonly string[], index: number | null): string | null {
  return index === null ? null : (labels[index] ?? String(index));
}

const WHOLE = 255;

/** A probability in 255ths, in per cent; they can't tell what is above 99 % from what is certain. */
export function confidenceText(confidence: number): string {
  const percent = (100 * confidence) / WHOLE;
  return percent > 99 ? '>\u00a099\u00a0%' : `${fixed(percent, 0)}\u00a0%`;
}
