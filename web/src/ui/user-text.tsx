import { visible } from '@/lib/visible';
import styles from './user-text.module.css';

/** A text of at most so many characters is hardly ever cut, and needs no title. */
const SHORT = 20;

type Props = {
  text: string;
  /** Kept on one line as wide as `--cut`; the whole is its title. Otherwise it wraps. */
  cut?: boolean;
};

/** A text that a person or a program gave: it turns nothing around, hides nothing and widens no page. */
export function UserText({ text, cut = false }: Props) {
  const shown = visible(text);
  return (
    <bdi className={cut ? styles.cut : styles.whole} title={cut && shown.length > SHORT ? shown : undefined}>
      {shown}
    </bdi>
  );
}
