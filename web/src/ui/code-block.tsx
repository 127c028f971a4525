import { visible } from '@/lib/visible';
import { CopyButton } from './copy-button';
import styles from './code-block.module.css';

/** Text to read or copy, as it is; `wrap` for a command, lines kept for a file. */
export function CodeBlock({ text, what, wrap = false }: { text: string; what: string; wrap?: boolean }) {
  return (
    <div className={styles.block}>
      <pre className={wrap ? styles.wrap : styles.scroll} {...(!wrap && { tabIndex: 0, role: 'region', 'aria-label': `${what}, scrollable` })}>
        <code>{visible(text.replaceAll('\r\n', '\n'))}</code>
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
