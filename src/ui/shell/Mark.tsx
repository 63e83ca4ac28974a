/** OpenChat's mark: a speech bubble that is left open. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
    <path
      d="M45.6 21.2A17.2 17.2 0 1 0 23.4 46.5L17.5 51.6l1.2-9.3"
      fill="none"
      stroke="currentColor"
      stroke-width="6.5"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
    <circle cx="46.6" cy="38.4" r="4.8" fill="var(--spark)" />
  </svg>
)
