/** The product's mark: a pulse that is found inside a ring. Also in public/favicon.svg. */
export function Mark(props: { size?: number }) {
  const { size = 28 } = props;
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden>
      <circle cx="16" cy="16" r="13" stroke="#3fb8a8" strokeWidth="3" />
      <path
        d="M6 17h5l3-7 4 12 3-5h5"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
