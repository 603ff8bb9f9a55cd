import { segmentsOf } from './segments.ts'

export type ContentCode =
  | 'no_sender_name'
  | 'no_reason'
  | 'no_stop'
  | 'no_help'
  | 'no_rates'
  | 'public_shortener'
  | 'restricted_content'
  | 'all_caps'
  | 'many_segments'

export interface ContentWarning {
  code: ContentCode
  /** The words that raised it; null when something is missing. */
  found: string | null
  /** One plain sentence with what to do. */
  message: string
}

export interface ContentFacts {
  body: string
  /** The first text of a programme must say who, why and how to stop (CTIA Messaging Principles 5.1.2.1). */
  firstMessage: boolean
  /** Names that the recipient may know the sender by; none: who sends isn't checked. */
  brandNames?: readonly string[]
}

const SHORTENERS =
  /(?<![\w.-])(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|buff\.ly|cutt\.ly|rb\.gy|rebrand\.ly|tiny\.cc|shorturl\.at|shorturl\.gg|t\.ly|bl\.ink|lnkd\.in|s\.id|v\.gd|snip\.ly|qr\.ae)(?![\w.-]*\w\.)/i

/** What carriers forbid or gate by age ("SHAFT" and kin: CTIA 5.3, Twilio's forbidden categories), by subject. */
const RESTRICTED: readonly (readonly [subject: string, words: RegExp])[] = [
  ['sex', /\b(?:porn\w*|xxx|nudes?|escorts?|onlyfans|sex(?:ual|y)?|viagra|cialis)\b/i],
  ['hate', /\b(?:white power|heil hitler|kkk)\b/i],
  ['alcohol', /\b(?:alcohol\w*|beers?|wines?|vodka|whiske?y|tequila|liquor|cocktails?|happy hour)\b/i],
  ['firearms', /\b(?:firearms?|guns?|ammo|ammunition|rifles?|pistols?|handguns?)\b/i],
  ['tobacco', /\b(?:tobacco|cigars?|cigarettes?|vap(?:e|es|ing)|e-?cigs?|nicotine|hookah)\b/i],
  ['cannabis', /\b(?:cannabis|marijuana|cbd|thc|weed|dispensary|kratom|edibles)\b/i],
  ['gambling', /\b(?:casino|gambl\w+|betting|sportsbook|poker|jackpot|slots)\b/i],
  [
    'high-risk finance',
    /\b(?:payday loans?|quick cash|debt (?:relief|collection|consolidation)|credit repair|student loan forgiveness|get rich|crypto giveaway)\b/i,
  ],
]

const SAYS_STOP = /\b(?:stop|unsubscribe|opt[ -]?out|alto|parar|baja|arr[eê]t)\b/i
const SAYS_HELP = /\b(?:help|info|ayuda|aide)\b|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b|\b1?8(?:00|33|44|55|66|77|88)\b/i
const SAYS_RATES = /\b(?:msg|message|sms|data|mensajes?)\b.{0,24}\b(?:rates?|frais|tarifas?)\b/i
const SAYS_WHY =
  /\b(?:sign(?:ed|ing)? up|subscri\w+|opt(?:ed|ing)?[ -]?in|joined|join|welcome|thanks for|thank you for|you asked|you requested|alerts?|updates?|reminders?|reply yes|confirm|day 1|bienvenid\w+|gracias por|bienvenue|merci)\b/i

/** More segments cost more and arrive less surely; Twilio advises 320 characters. */
const MANY_SEGMENTS = 3

/**
 * Warns of what carriers filter and of what rules ask a text to say. Warnings only: nothing here holds a text back.
 * @param facts the text with its fields filled in, or the bare template
 */
export function checkContent(facts: ContentFacts): ContentWarning[] {
  return [...(facts.firstMessage ? missingFromFirst(facts) : []), ...risky(facts.body)]
}

function missingFromFirst(facts: ContentFacts): ContentWarning[] {
  const { body, brandNames = [] } = facts
  const lower = body.toLowerCase()
  const isNamed =
    brandNames.length === 0 ||
    brandNames.some((name) => name.trim() !== '' && lower.includes(name.trim().toLowerCase()))
  const missing = (isThere: boolean, code: ContentCode, message: string): ContentWarning[] =>
    isThere ? [] : [{ code, found: null, message }]
  return [
    ...missing(isNamed, 'no_sender_name', `Say who writes: the first text should name ${brandNames.join(' or ')}.`),
    ...missing(
      SAYS_WHY.test(body),
      'no_reason',
      'Say why they get it: for example "thanks for signing up for daily notes".',
    ),
    ...missing(SAYS_STOP.test(body), 'no_stop', 'Say how to stop: "Reply STOP to opt out".'),
    ...missing(SAYS_HELP.test(body), 'no_help', 'Say where help is: "Reply HELP for help", or a phone number.'),
    ...missing(
      SAYS_RATES.test(body),
      'no_rates',
      'Add "Msg & data rates may apply" where the texts go to the US or Canada.',
    ),
  ]
}

function risky(body: string): ContentWarning[] {
  const warnings: ContentWarning[] = []
  const shortener = SHORTENERS.exec(body)
  if (shortener) {
    warnings.push({
      code: 'public_shortener',
      found: shortener[0],
      message: `Carriers filter texts with ${shortener[0]}; use links on your own domain.`,
    })
  }
  for (const [subject, words] of RESTRICTED) {
    const match = words.exec(body)
    if (match) {
      const message = `"${match[0]}" may be taken for ${subject}, which carriers forbid or allow only with an age gate.`
      warnings.push({ code: 'restricted_content', found: match[0], message })
    }
  }
  if (isShouting(body))
    warnings.push({ code: 'all_caps', found: null, message: 'Mostly capitals look like spam to filters and people.' })
  const segments = segmentsOf(body)
  if (segments > MANY_SEGMENTS) {
    warnings.push({
      code: 'many_segments',
      found: null,
      message: `The text takes ${segments} segments, each billed; two are usually enough.`,
    })
  }
  return warnings
}

function isShouting(body: string): boolean {
  const letters = body.match(/\p{L}/gu) ?? []
  const capitals = body.match(/\p{Lu}/gu) ?? []
  return letters.length >= 20 && capitals.length / letters.length > 0.7
}
