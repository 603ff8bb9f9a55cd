import type { Tone } from '../../ui/badge.tsx'

/** Above 1% carriers begin to look; above 3% they filter. Our own marks, named as such on the page. */
export function judgeOptOutRate(rate: number | null): { label: string; tone: Tone } {
  if (rate === null) return { label: 'No texts yet', tone: 'neutral' }
  if (rate >= 0.03) return { label: 'Too high', tone: 'bad' }
  if (rate >= 0.01) return { label: 'Watch it', tone: 'warn' }
  return { label: 'Fine', tone: 'ok' }
}
