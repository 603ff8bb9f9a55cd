import { normaliseReply, plainSymbols } from './normalise.ts'

export type Stance = 'yes' | 'no'

/** How people say yes in English, Spanish and French, as `normaliseReply` writes it; phrases parted by commas. */
const YES = `yes, y, yeah, yea, yep, yup, yess, yesss, yass, ya, yah, sure, ok, okay, okey, k, kk, okie, alright, all right,
  absolutely, definitely, certainly, affirmative, correct, agreed, agree, indeed, totally, please, yes please, of course,
  for sure, sounds good, sounds great, why not, no problem, no worries, no doubt, count me in, im in, i am in, i do,
  i will, i would, i am, id love to, id like to, lets go, lets do it, go ahead, you bet, do it, great, perfect, cool, deal,
  si, sip, claro, claro que si, por supuesto, vale, de acuerdo, bueno, desde luego, como no, perfecto, genial, dale,
  con gusto, oui, ouais, ouaip, mais oui, bien sur, daccord, volontiers, carrement, absolument, avec plaisir, parfait,
  pourquoi pas, pas de probleme`

/** How people say no, in the same way. */
const NO = `no, n, nope, nah, naw, nay, never, negative, not, dont, cant, wont, cannot, stop, disagree, no thanks,
  no thank you, not now, not really, not today, not interested, no way, of course not, certainly not, absolutely not,
  definitely not, id rather not, i do not, i will not, i would not, i am not, im not, no gracias, para nada, ahora no,
  todavia no, nunca, jamas, tampoco, claro que no, por supuesto que no, non, nan, non merci, pas maintenant, pas du tout,
  pas vraiment, bien sur que non, jamais, surtout pas, pas aujourdhui`

function phrases(list: string): string[] {
  return list.split(',').map((phrase) => phrase.trim().replace(/\s+/g, ' '))
}

const YES_SYMBOLS = ['👍', '✅', '✔', '☑', '👌', '🙌', '💯', '🙏', '❤']
const NO_SYMBOLS = ['👎', '❌', '🚫', '🙅', '⛔', '✖']

const LONGEST_PHRASE = 4
const STANCES: ReadonlyMap<string, Stance> = new Map([
  ...phrases(YES).map((phrase) => [phrase, 'yes'] as const),
  ...phrases(NO).map((phrase) => [phrase, 'no'] as const),
])

/** What a reply's stance was read from. */
export interface FoundStance {
  stance: Stance
  phrase: string
}

/**
 * Whether a reply says yes or no. The first phrase that says either decides, the longest one where several begin at
 * the same word: "no problem" is a yes, "of course not" a no. Symbols count where no word does. Null: neither.
 */
export function stanceOf(reply: string): FoundStance | null {
  const words = normaliseReply(reply).split(' ')
  for (let start = 0; start < words.length; start++) {
    for (let length = Math.min(LONGEST_PHRASE, words.length - start); length > 0; length--) {
      const phrase = words.slice(start, start + length).join(' ')
      const stance = STANCES.get(phrase)
      if (stance) return { stance, phrase }
    }
  }
  const symbols = plainSymbols(reply)
  const yes = YES_SYMBOLS.find((symbol) => symbols.includes(symbol))
  if (yes) return { stance: 'yes', phrase: yes }
  const no = NO_SYMBOLS.find((symbol) => symbols.includes(symbol))
  return no ? { stance: 'no', phrase: no } : null
}
