/** The most that the server takes; pictures are then made to fit the carriers. */
const maxUploadBytes = 20 * 1024 * 1024
/** Nobody shrinks a video, and carriers drop longer ones. */
const maxVideoBytes = 500_000
/** What most carriers pass on without shrinking or refusing (same page: 600 KB and less). */
export const safeMediaBytes = 600_000

const safeTypes = new Set(['image/jpeg', 'image/png', 'image/gif'])

/** Why a file can't be uploaded at all, or null. Its bytes are judged by the server; this only saves the wait. */
export function fileProblem(file: { name: string; size: number; type?: string }): string | null {
  if (file.size === 0) return 'This file is empty.'
  if (file.type && !safeTypes.has(file.type) && file.type !== 'video/mp4')
    return 'Phones show JPEG, PNG and GIF pictures and MP4 videos; this is something else.'
  if (file.type?.startsWith('video/') && file.size > maxVideoBytes)
    return 'A video may have at most 500 KB; cut or compress it first.'
  if (file.size > maxUploadBytes) return 'Over 20 MB. Make it smaller first.'
  return null
}

/** What carriers will make of a file. */
export function carrierVerdict(asset: { contentType: string; size: number }): { label: string; tone: 'ok' | 'warn' } {
  if (!safeTypes.has(asset.contentType)) return { label: 'Not on every phone', tone: 'warn' }
  if (asset.size > safeMediaBytes) return { label: 'Big for some carriers', tone: 'warn' }
  return { label: 'Fits every carrier', tone: 'ok' }
}
