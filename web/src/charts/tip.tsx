import { UserText } from '@/ui/user-text';
import styles from './chart.module.css';

export type TipContent = { title: string; rows: readonly (readonly [name: string, value: string])[] };

/** What is under the pointer, beside it: on whichever side there is room. */
export function Tip({ x, y, width, content }: { x: number; y: number; width: number; content: TipContent }) {
  const left = x < width / 2;
  return (
    <div
      data-unsaved
      className={styles.tip}
      style={{ top: Math.max(0, y - 24), ...(left ? { left: x + 14 } : { right: width - x + 14 }) }}
    >
      <p className={styles.tipTitle}><UserText cut text={content.title} /></p>
      <dl>
        {content.rows.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt><UserText cut text={name} /></dt>
            <dd><UserText cut text={value} /></dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
