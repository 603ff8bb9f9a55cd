/** Twilio takes no message whose media are over 5 MB in all (Twilio, "Accepted content types for media"). */
export const maxMediaBytes = 5_000_000
/** What most carriers pass on without shrinking or refusing (same page: 600 KB and less). */
export const safeMediaBytes = 600_000

const safeTypes = new Set(['image/jpeg', 'image/png', 'image/gif'])

/** Why a file can't be uploaded at all, or null. */
export function fileProblem(file: { name: string; size: number }): string | null {
  if (file.size === 0) return 'This file is empty.'
  if (file.size > maxMediaBytes) return 'Over 5 MB: no carrier takes it. Make it smaller first.'
  return null
}

/** What carriers will make of a file. */
export function carrierVerdict(asset: { contentType: string; size: number }): { label: string; tone: 'ok' | 'warn' } {
  if (!safeTypes.has(asset.contentType)) return { label: 'Not on every phone', tone: 'warn' }
  if (asset.size > safeMediaBytes) return { label: 'Big for some carriers', tone: 'warn' }
  return { label: 'Fits every carrier', tone: 'ok' }
}
