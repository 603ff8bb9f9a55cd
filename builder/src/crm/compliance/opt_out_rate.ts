import type { Tone } from '../../ui/badge.tsx'

/** Below this many texts one opt-out says nothing about the rate. */
const enough = 100

/** Above 1% carriers begin to look; above 3% they filter. Our own marks, named as such on the page. */
export function judgeOptOutRate(rate: number | null, sent: number): { label: string; tone: Tone } {
  if (rate === null || sent === 0) return { label: 'No texts yet', tone: 'neutral' }
  if (sent < enough) return { label: 'Too few to tell', tone: 'neutral' }
  if (rate >= 0.03) return { label: 'Too high', tone: 'bad' }
  if (rate >= 0.01) return { label: 'Watch it', tone: 'warn' }
  return { label: 'Fine', tone: 'ok' }
}
