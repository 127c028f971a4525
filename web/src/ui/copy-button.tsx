import { useEffect, useState } from 'react';
import { Button } from './button';

const SHOWN_MILLISECONDS = 1_800;

/** Copies text; says so, to screen readers too. `what` names it: "Copy command". */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState<'copied' | 'select it by hand' | null>(null);
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => setSaid(null), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => {
    // Absent outside secure contexts: another host than this machine without TLS.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (!clipboard) {
      setSaid('select it by hand');
      return;
    }
    clipboard.writeText(text).then(
      () => setSaid('copied'),
      () => setSaid('select it by hand'),
    );
  };
  return (
    <Button onClick={copy} aria-label={`Copy ${what}`}>
      <span aria-live="polite">{said ?? 'Copy'}</span>
    </Button>
  );
}
