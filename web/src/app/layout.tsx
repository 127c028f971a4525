import { Link, Outlet } from '@tanstack/react-router';
import { ConnectionBadge } from './connection-badge';
import { DamageBar } from './damage-bar';
import { Keys } from './keys/keys-dialog';
import { ServerBar } from './server-bar';
import { ThemeSwitch } from './theme/theme-switch';
import styles from './layout.module.css';

export function Layout() {
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <header className={styles.bar}>
        <Link to="/" className={styles.brand}>
          <img src="/favicon.svg" alt="" width="22" height="22" />
          Trawl
        </Link>
        <nav className={styles.nav} aria-label="Pages">
          <Link to="/" activeOptions={{ exact: true, includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
            Sweeps
          </Link>
          <Link to="/models" activeProps={{ 'aria-current': 'page' }}>
            Models
          </Link>
          <Link to="/new" activeProps={{ 'aria-current': 'page' }}>
            New sweep
          </Link>
        </nav>
        <ConnectionBadge />
        <div className={styles.tools}>
          <ThemeSwitch />
          <Keys />
        </div>
      </header>
      <ServerBar />
      <DamageBar />
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}
