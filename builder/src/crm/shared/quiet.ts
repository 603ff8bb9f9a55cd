/** Whether a time of day (`HH:MM`) lies outside the window in which texts may be sent; the window may span midnight. */
export function isQuiet(clock: string, window: { start: string; end: string }): boolean {
  if (window.start === window.end) return false
  const open =
    window.start < window.end
      ? clock >= window.start && clock < window.end
      : clock >= window.start || clock < window.end
  return !open
}
