import { Fragment, type ReactNode } from 'react';
import { NameText, UserText } from './user-text';
import styles from './facts.module.css';

/** Names and values in two columns. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt><NameText text={name} /></dt>
          <dd>{typeof value === 'string' ? <UserText text={value} /> : value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
