import { choose, nextTheme, useTheme, type Theme } from './theme';
import styles from '../layout.module.css';

const NAMES: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' };

/** The left half is light, the right one dark; the ring around what is chosen. */
const SHAPES: Record<Theme, string> = { system: 'M8 2a6 6 0 0 1 0 12z', light: '', dark: 'M8 2a6 6 0 0 1 0 12a6 6 0 0 1 0-12z' };

/** Light, dark, or as the system is; kept in this browser. */
export function ThemeSwitch() {
  const theme = useTheme();
  const name = `Theme: ${NAMES[theme]}`;
  return (
    <button type="button" className={styles.tool} aria-label={name} title={name} onClick={() => choose(nextTheme(theme))}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d={SHAPES[theme]} fill="currentColor" />
      </svg>
    </button>
  );
}
