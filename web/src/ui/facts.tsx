import { Fragment, type ReactNode } from 'react';
import { NameText, UserText } from './user-text';
import styles from './facts.module.css';

type Props = {
  facts: readonly (readonly [name: string, value: ReactNode])[];
  /** There are many: they fill a wide panel side by side. */
  many?: boolean;
};

/** Names and what they stand for. */
export function Facts({ facts, many = false }: Props) {
  return (
    <dl className={many ? styles.many : styles.facts}>
      {facts.map(([name, value]) => {
        const fact = (
          <>
            <dt><NameText text={name} /></dt>
            <dd>{typeof value === 'string' ? <UserText text={value} /> : value}</dd>
          </>
        );
        return many ? <div key={name}>{fact}</div> : <Fragment key={name}>{fact}</Fragment>;
      })}
    </dl>
  );
}
