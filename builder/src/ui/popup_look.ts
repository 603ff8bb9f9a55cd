/** The look of everything that floats above the page: menus, lists, popovers. */
export const popupLook =
  'max-h-[min(22rem,var(--available-height))] max-w-[calc(100vw-1rem)] origin-[var(--transform-origin)] rounded-lg border border-line bg-raised text-ink shadow-overlay outline-none calm transition-[opacity,transform] data-[ending-style]:scale-98 data-[ending-style]:opacity-0 data-[starting-style]:scale-98 data-[starting-style]:opacity-0'
