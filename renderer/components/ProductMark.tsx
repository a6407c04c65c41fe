import type { ReactElement } from 'react';

/** The product's sign: an envelope's flap that flows into a line. Decoration only. */
export function ProductMark({ size = 32 }: { readonly size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--colorBrandBackground)" />
      <path d="M7 11.2l7.6 6.1c.8.7 2 .7 2.8 0L25 11.2" fill="none" stroke="#fff" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" />
      <path d="M7 21.5h8.5M19 21.5h1.6M24 21.5h1" fill="none" stroke="#fff" strokeWidth="2.2" strokeLinecap="round" />
    </svg>
  );
}
