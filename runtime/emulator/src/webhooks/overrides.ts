/**
 * Connection overrides, written as the fragment of a webhook URL (`#rc=3&rp=5xx,ct`): retries, and when.
 * Times in ms. Source: Twilio's "Webhooks connection overrides" page.
 */
export interface ConnectionOverrides {
  connectTimeoutMs: number
  readTimeoutMs: number
  totalTimeoutMs: number
  retries: number
  retryOn: ReadonlySet<string>
}

const REASONS = ['4xx', '5xx', 'ct', 'rt', 'all']

/** Splits a webhook URL into the URL that is requested and signed, and its overrides (defaults where absent or out of range). */
export function readOverrides(url: string): { url: string; overrides: ConnectionOverrides } {
  const at = url.indexOf('#')
  const bare = at === -1 ? url : url.slice(0, at)
  const given = new URLSearchParams(at === -1 ? '' : url.slice(at + 1))
  const reasons = (given.get('rp') ?? 'ct').split(',').filter((reason) => REASONS.includes(reason))
  return {
    url: bare,
    overrides: {
      connectTimeoutMs: inRange(given.get('ct'), { least: 100, most: 10_000, otherwise: 5_000 }),
      readTimeoutMs: inRange(given.get('rt'), { least: 100, most: 15_000, otherwise: 15_000 }),
      totalTimeoutMs: inRange(given.get('tt'), { least: 100, most: 15_000, otherwise: 15_000 }),
      retries: inRange(given.get('rc'), { least: 0, most: 5, otherwise: 1 }),
      retryOn: new Set(reasons),
    },
  }
}

function inRange(text: string | null, range: { least: number; most: number; otherwise: number }): number {
  if (text === null || !/^\d+$/.test(text)) return range.otherwise
  const value = Number(text)
  return value >= range.least && value <= range.most ? value : range.otherwise
}
