import { useSyncExternalStore } from 'react';
import { forget, remember, remembered } from '@/lib/remembered';

/** What a person chose; `system` follows the system as it changes. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'theme';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

const watchers = new Set<() => void>();

function chosen(): Theme {
  return THEMES.find((theme) => theme === remembered(KEY)) ?? 'system';
}

/** The one after it, over and over. */
export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
}

function show(): void {
  const theme = chosen();
  const dark = theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  for (const watcher of watchers) watcher();
}

export function choose(theme: Theme): void {
  if (theme === 'system') forget(KEY);
  else remember(KEY, theme);
  show();
}

/** The page goes along with the system, and with what is chosen in another tab. */
export function followThemes(): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  addEventListener('storage', show);
  show();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useTheme(): Theme {
  return useSyncExternalStore(watch, chosen, () => 'system');
}
