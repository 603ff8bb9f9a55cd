/** The whole hours of an ISO 8601 duration of weeks, days, hours and minutes; null when it isn't one. */
export function hoursOf(duration: string): number | null {
  const parts = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$/.exec(duration)
  if (!parts) return null
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  return Math.round((weeks * 168 + days * 24 + hours + minutes / 60) * 10) / 10
}

/** Hours as an ISO 8601 duration; parts of an hour become minutes. */
export function toDuration(hours: number): string {
  const minutes = Math.max(0, Math.round(hours * 60))
  return minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`
}
