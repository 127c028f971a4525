import type { ComponentProps } from 'react';
import styles from './button.module.css';

type Props = ComponentProps<'button'> & { kind?: 'plain' | 'primary' | 'danger' };

export function Button({ kind = 'plain', className, type = 'button', ...rest }: Props) {
  return <button type={type} className={`${styles.button ?? ''} ${styles[kind] ?? ''} ${className ?? ''}`} {...rest} />;
}

/** What looks like a button and gets a file. */
export function DownloadButton(props: ComponentProps<'a'>) {
  return <a className={`${styles.button ?? ''} ${styles.link ?? ''}`} download {...props} />;
}
