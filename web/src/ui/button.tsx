import type { ComponentProps } from 'react';
import styles from './button.module.css';

type Props = ComponentProps<'button'> & { kind?: 'plain' | 'primary' | 'danger' };

export function Button({ kind = 'plain', className, type = 'button', ...rest }: Props) {
  return <button type={type} className={`${styles.button ?? ''} ${styles[kind] ?? ''} ${className ?? ''}`} {...rest} />;
}

/** The class of a link that stands among buttons. */
export const LINK_BUTTON = `${styles.button ?? ''} ${styles.link ?? ''}`;

/** What looks like a button and gets a file. */
export function DownloadButton(props: ComponentProps<'a'>) {
  return <a className={LINK_BUTTON} download {...props} />;
}
