import { Fragment } from 'react';
import { unbroken } from '@/lib/unbroken';
import { visible } from '@/lib/visible';
import styles from './user-text.module.css';

/** A text of at most so many characters is hardly ever cut, and needs no title. */
const SHORT = 20;
/** One of more scrolls by itself. */
const LONG = 1_000;

type Props = {
  text: string;
  /** Kept on one line as wide as `--cut`; the whole is its title. Otherwise it wraps, within a height. */
  cut?: boolean;
};

/** A text that a person or a program gave: it turns nothing around, hides nothing and widens no page. */
export function UserText({ text, cut = false }: Props) {
  const shown = visible(text);
  const style = cut ? styles.cut : shown.length > LONG ? styles.long : styles.whole;
  return (
    <bdi className={style} title={cut && shown.length > SHORT ? shown : undefined}>
      {shown}
    </bdi>
  );
}

/** The same of a sentence that the server made: a number and its unit stay on one line. */
export function Sentence({ text }: { text: string }) {
  return <UserText text={unbroken(text)} />;
}

/** The same of a name, such as a hyperparameter's: it breaks after a dot or an underscore before it breaks within a word. */
export function NameText({ text }: { text: string }) {
  if (text.length > LONG) return <UserText text={text} />;
  const [first, ...others] = visible(text).split(/(?<=[._/])/);
  return (
    <bdi className={styles.whole}>
      {first}
      {others.map((part, place) => (
        <Fragment key={place}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </bdi>
  );
}
