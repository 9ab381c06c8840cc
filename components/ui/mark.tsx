/** The sign of Maquette, 18 px. Hidden from screen readers; write the name beside it or label the link around it. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" focusable="false" className={className}>
      <path d="M2 13.5v-9l4.5 2.6L9 5.6l2.5 1.5L16 4.5v9l-7 3.2Z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />
      <path d="M6.5 7.1V12M11.5 7.1V12" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  )
}
