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
