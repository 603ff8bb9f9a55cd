/** Whether a name is a zone of the tz database. */
export function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name })
    return !/^[+-]/.test(name)
  } catch {
    // Intl throws for a name that it doesn't know.
    return false
  }
}
