import { defineNode, definePlugin } from '@soniarose/plugin-sdk'
import * as z from 'zod'
import { QUOTES } from './quotes.ts'

const DAY_MS = 86_400_000

const pickQuote = defineNode({
  name: 'pick_quote',
  title: 'Pick a joyful quote',
  description: "Picks the day's quote: everybody who asks on one day gets the same, and the next day brings another.",
  input: z.object({
    mood: z
      .enum(['happy', 'calm', 'brave'])
      .optional()
      .meta({ title: 'Mood', description: 'Leave empty for any mood.' }),
  }),
  output: z.object({
    text: z.string().meta({ title: 'Quote' }),
    author: z.string().meta({ title: 'Author' }),
  }),
  outcomes: ['done'],
  run({ input, now }) {
    const { mood } = input
    const choice = mood ? QUOTES.filter((quote) => quote.moods.includes(mood)) : QUOTES
    const quote = choice[Math.floor(now / DAY_MS) % choice.length]
    if (!quote) throw new Error(`There is no quote for the mood ${mood}.`)
    return { outcome: 'done', output: { text: quote.text, author: quote.author } }
  },
})

export default definePlugin({
  name: 'joy-quotes',
  version: '1.0.0',
  title: 'Joy quotes',
  description: 'A short, warm quote for each day.',
  nodes: [pickQuote],
  limits: { timeoutMs: 1_000, memoryMb: 32 },
})
