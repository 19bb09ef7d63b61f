const drawing = {
  viewBox: '0 0 48 48',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 2.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

export const CardIcon = () => (
  <svg {...drawing} aria-hidden="true">
    <rect x="4" y="10" width="40" height="28" rx="5" />
    <circle cx="15.5" cy="21" r="4" />
    <path d="M9 32c1-4 3.5-6 6.5-6s5.5 2 6.5 6M28 19h10M28 25h10M28 31h6" />
  </svg>
);

export const FaceIcon = () => (
  <svg {...drawing} aria-hidden="true">
    <path d="M5 14V9a4 4 0 0 1 4-4h5M34 5h5a4 4 0 0 1 4 4v5M43 34v5a4 4 0 0 1-4 4h-5M14 43H9a4 4 0 0 1-4-4v-5" />
    <circle cx="24" cy="24" r="12" />
    <path d="M19.5 21v1.5M28.5 21v1.5M19 28c1.5 2 3 2.8 5 2.8s3.5-.8 5-2.8" />
  </svg>
);

export const OfficeIcon = () => (
  <svg {...drawing} aria-hidden="true">
    <path d="M8 43V9a3 3 0 0 1 3-3h16a3 3 0 0 1 3 3v34M30 20h8a3 3 0 0 1 3 3v20M4 43h40" />
    <path d="M15 14h2M22 14h2M15 22h2M22 22h2M15 30h2M22 30h2M36 28v.5M36 35v.5" />
  </svg>
);

/** A card above the reader, on its way down. */
export const CardOnReader = () => (
  <svg viewBox="0 0 160 120" fill="none" aria-hidden="true" className="kiosk-reader">
    <rect x="14" y="84" width="132" height="30" rx="9" fill="var(--sea-mist)" />
    <rect x="34" y="90" width="92" height="6" rx="3" fill="var(--sea)" opacity="0.5" />
    <g className="kiosk-card-moves">
      <rect x="36" y="12" width="88" height="56" rx="8" fill="#fff" stroke="var(--sea)" strokeWidth="3" />
      <circle cx="104" cy="34" r="8" fill="var(--sea-mist)" stroke="var(--sea)" strokeWidth="2.4" />
      <path
        d="M92 56c1-8 5-12 12-12s11 4 12 12M48 28h30M48 38h24M48 48h30"
        stroke="var(--sea)"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
    </g>
  </svg>
);

export const EraseIcon = () => (
  <svg {...drawing} className="kiosk-erase" aria-hidden="true">
    <path d="M17 11h24v26H17L6 24zM24 19l10 10M34 19L24 29" />
  </svg>
);
