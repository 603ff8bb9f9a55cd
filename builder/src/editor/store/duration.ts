/** The units a duration is chosen in. Months and years are left to people who write the duration themselves. */
export const DURATION_UNITS = ['minutes', 'hours', 'days', 'weeks'] as const
export type DurationUnit = (typeof DURATION_UNITS)[number]

export interface PickedDuration {
  amount: number
  unit: DurationUnit
}

const ONE_UNIT = /^P(?:(\d+)W|(\d+)D|T(?:(\d+)H|(\d+)M))$/
/** Reads a duration that one number and one unit can say; null for all others (`P1DT6H`, `P1M`). */
export function pickDuration(iso: string): PickedDuration | null {
  const found = ONE_UNIT.exec(iso)
  if (!found) return null
  const [, weeks, days, hours, minutes] = found
  if (weeks !== undefined) return { amount: Number(weeks), unit: 'weeks' }
  if (days !== undefined) return { amount: Number(days), unit: 'days' }
  if (hours !== undefined) return { amount: Number(hours), unit: 'hours' }
  return { amount: Number(minutes), unit: 'minutes' }
}

/** Writes a picked duration as ISO 8601. */
export function writeDuration({ amount, unit }: PickedDuration): string {
  if (unit === 'weeks') return `P${amount}W`
  if (unit === 'days') return `P${amount}D`
  return unit === 'hours' ? `PT${amount}H` : `PT${amount}M`
}

/** Says how long something took or takes, coarsely: 93_000 ms → "1 min 33 s", 3 days → "3 d". */
export function spanInWords(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`
  const seconds = Math.round(ms / 1000)
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ]
  const first = parts.findIndex(([amount]) => amount > 0)
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}
