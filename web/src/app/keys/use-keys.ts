import { useEffect } from 'react';
import { isTyped, meant, type Shortcut } from './keys';

/** Between two keys that belong together. */
const PAUSE_MILLISECONDS = 1_500;

/** Obeys shortcuts while nothing is typed and no dialog is open. */
export function useKeys(all: readonly Shortcut[], on: boolean): void {
  useEffect(() => {
    if (!on) return undefined;
    let before: { key: string; at: number } | null = null;
    const press = (event: KeyboardEvent) => {
      const modified = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
      if (modified || event.defaultPrevented || isTyped(event.target) || document.querySelector('dialog[open]')) return;
      if (event.key === 'Shift') return;
      const recent = before && event.timeStamp - before.at < PAUSE_MILLISECONDS ? before.key : null;
      const shortcut = meant(all, recent, event.key);
      before = shortcut ? null : { key: event.key, at: event.timeStamp };
      if (!shortcut) return;
      event.preventDefault();
      shortcut.run();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [all, on]);
}
