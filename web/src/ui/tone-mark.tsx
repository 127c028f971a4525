import type { Tone } from '@/lib/bands';

/** A band's shape, so that it is told without colour: an open ring, a half-filled one, a full disc. */
export function ToneMark({ tone, className }: { tone: Tone; className?: string | undefined }) {
  return (
    <svg viewBox="0 0 12 12" className={className} aria-hidden="true" focusable="false">
      <circle cx="6" cy="6" r="4.7" fill={tone === 'high' ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="2" />
      {tone === 'mid' && <path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor" />}
    </svg>
  );
}
