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

export const EraseIcon = () => (
  <svg {...drawing} className="kiosk-erase" aria-hidden="true">
    <path d="M17 11h24v26H17L6 24zM24 19l10 10M34 19L24 29" />
  </svg>
);
