/** The pearl above the waves, and the name. */
export function Brand({ light = false }: { light?: boolean }) {
  return (
    <span className={light ? 'brand light' : 'brand'}>
      <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill={light ? '#ffffff' : '#0b6e99'} />
        <circle cx="16" cy="12.5" r="5.5" fill={light ? '#0b6e99' : '#fff'} />
        <circle cx="14.4" cy="10.9" r="1.6" fill="#bfe1ee" />
        <path
          d="M4 21c3 0 3 2 6 2s3-2 6-2 3 2 6 2 3-2 6-2"
          fill="none"
          stroke={light ? '#0b6e99' : '#fff'}
          strokeWidth="2"
          strokeLinecap="round"
        />
      </svg>
      <span className="brand-name">珠城e登</span>
    </span>
  );
}
