const number = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** A count with thousands separated; from 100,000 on shortened (`1.2M`). */
export function formatCount(value: number): string {
  return Math.abs(value) >= 100_000 ? compact.format(value) : number.format(value)
}

/** A share (0 to 1) in percent, with the decimals that small shares need; `–` when unknown. */
export function formatShare(share: number | null | undefined): string {
  if (share === null || share === undefined || Number.isNaN(share)) return '–'
  const percent = share * 100
  const digits = percent === 0 || percent >= 99.95 ? 0 : percent < 1 ? 2 : 1
  return `${percent.toFixed(digits)}%`
}

/** A size in bytes for people: `812 B`, `184 KB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** Seconds as a short span: `8 s`, `3 min`, `2 h`, `5 d`. */
export function formatSpan(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} d`
}

/** Seconds of a call as `1:03`. */
export function formatDuration(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
}

/** How long ago, or until when: `now`, `5 min ago`, `in 3 h`, then the date. */
export function formatAgo(iso: string, now = Date.now()): string {
  const seconds = (now - Date.parse(iso)) / 1000
  const size = Math.abs(seconds)
  if (size < 45) return 'now'
  if (size > 6 * 86_400) return formatDay(iso, now)
  return seconds > 0 ? `${formatSpan(size)} ago` : `in ${formatSpan(size)}`
}

/** A day: `22 Nov`, with the year when it isn't this one. */
export function formatDay(iso: string, now = Date.now(), zone?: string): string {
  const date = new Date(iso)
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year, timeZone: zone })
}

/** A moment in full: `Sun 22 Nov 2026, 14:05`. */
export function formatMoment(iso: string, zone?: string): string {
  return new Date(iso).toLocaleString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  })
}

/** The time of day: `14:05`. */
export function formatClock(iso: string, zone?: string): string {
  return new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone })
}

/** `1 contact`, `2 contacts`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
