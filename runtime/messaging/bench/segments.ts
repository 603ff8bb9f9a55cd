import { segmentsOf } from '../src/segments.ts'
import { randomNumbers, randomText } from './random_text.ts'

/** One figure beside its peer, in the shape that `bench --json` prints. */
export interface SegmentsFigure {
  bench: 'segments'
  name: string
  value: number
  unit: 'texts/s'
  peer: { name: 'sms-segments-calculator'; value: number }
  ratio: number
}

/**
 * Measures `segmentsOf` beside Twilio's calculator on the same texts, as the send path meets them: a short one, a long
 * one, one with emoji, and a random mix.
 * @param now a clock in milliseconds, as `performance.now`
 */
export async function benchSegments(now: () => number): Promise<SegmentsFigure[]> {
  const { SegmentedMessage } = await import('sms-segments-calculator')
  const random = randomNumbers(2026)
  const corpora: Record<string, string[]> = {
    count_gsm_short: ['Hi Ada! Day 1 of joy: somebody smiled because of you. Reply STOP to opt out.'],
    count_gsm_long: ['Welcome to Five Days of Joy, Ada. '.repeat(12)],
    count_emoji: ['Good morning, Ada 🌞 Today’s joy: call somebody you miss 📞💛 and tell them so! '.repeat(2)],
    count_mixed: Array.from({ length: 200 }, () => randomText(random)),
  }
  return Object.entries(corpora).map(([name, texts]) => {
    const ours = rate(texts, now, segmentsOf)
    const theirs = rate(texts, now, (text) => new SegmentedMessage(text).segmentsCount)
    return {
      bench: 'segments',
      name,
      value: Math.round(ours),
      unit: 'texts/s',
      peer: { name: 'sms-segments-calculator', value: Math.round(theirs) },
      ratio: Math.round((ours / theirs) * 10) / 10,
    }
  })
}

/** Texts a second, over at least 300 ms after a warm-up. */
function rate(texts: readonly string[], now: () => number, count: (text: string) => number): number {
  let sum = 0
  for (const text of texts) sum += count(text)
  const start = now()
  let done = 0
  while (now() - start < 300) {
    for (const text of texts) sum += count(text)
    done += texts.length
  }
  if (sum < 1) throw new Error('A text has no segment')
  return (done * 1000) / (now() - start)
}
