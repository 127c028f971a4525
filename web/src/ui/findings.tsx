import type { ReactNode } from 'react';
import { Sentence } from './user-text';
import styles from './findings.module.css';

const SIGNS = { info: 'Note', warning: 'Warning', error: 'Error' } as const;
/** As many stand below each other. */
const FEW = 3;

type Told = { severity: keyof typeof SIGNS; title: string; detail: string };

type Props<T extends Told> = {
  findings: readonly T[];
  /** What stands behind a finding's text. */
  after?: (finding: T) => ReactNode;
};

/** What numbers say about themselves, the worst first. */
export function Findings<T extends Told>({ findings, after }: Props<T>) {
  if (findings.length === 0) return <p className={styles.none}>Nothing stands out.</p>;
  return (
    <ul className={styles.findings} data-many={findings.length > FEW || undefined}>
      {findings.map((finding) => (
        <li key={finding.title + finding.detail} className={styles[finding.severity]}>
          <p className={styles.title}>
            <span className={styles.sign}>{SIGNS[finding.severity]}</span> <Sentence text={finding.title} />
          </p>
          <p className={styles.detail}>
            <Sentence text={finding.detail} /> {after?.(finding)}
          </p>
        </li>
      ))}
    </ul>
  );
}
