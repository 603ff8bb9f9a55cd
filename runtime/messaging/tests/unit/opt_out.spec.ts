import { test } from '@japa/runner'
import { classifyReply, type ReplyKind } from '../../src/opt_out.ts'
import english from './corpus/en.json' with { type: 'json' }
import french from './corpus/fr.json' with { type: 'json' }
import spanish from './corpus/es.json' with { type: 'json' }

interface LabelledText {
  text: string
  kind: ReplyKind
  optedOut: boolean
}

const corpora: Record<string, Record<string, string[]>> = { english, spanish, french }

/** `start` and the `…WhenOptedOut` lists are judged as from a contact who is opted out. */
const LABELS: Record<string, { kind: ReplyKind; optedOut: boolean }> = {
  stop: { kind: 'stop', optedOut: false },
  none: { kind: 'none', optedOut: false },
  help: { kind: 'help', optedOut: false },
  start: { kind: 'start', optedOut: true },
  noneWhenOptedOut: { kind: 'none', optedOut: true },
  stopWhenOptedOut: { kind: 'stop', optedOut: true },
}

function labelled(lists: Record<string, string[]>): LabelledText[] {
  return Object.entries(lists).flatMap(([list, texts]) => {
    const label = LABELS[list]
    if (!label) throw new Error(`The corpus has an unknown list "${list}"`)
    return texts.map((text) => ({ text, ...label }))
  })
}

const CARRIER_AND_FCC_WORDS = [
  'stop',
  'stopall',
  'unsubscribe',
  'cancel',
  'end',
  'quit',
  'revoke',
  'optout',
  'opt out',
  'stop all',
]

function cases(word: string): string[] {
  const capitalised = word.charAt(0).toUpperCase() + word.slice(1)
  const alternating = [...word].map((letter, index) => (index % 2 ? letter : letter.toUpperCase())).join('')
  return [word, word.toUpperCase(), capitalised, alternating]
}

const WRAPPINGS: readonly ((word: string) => string)[] = [
  (word) => word,
  ...['.', '!', '!!!', '?', ',', '...', '…', ';', ' .', '/', '-'].map((end) => (word: string) => word + end),
  ...['"', "'", '`', '*', '_', '~'].map((mark) => (word: string) => mark + word + mark),
  (word) => `“${word}”`,
  (word) => `‘${word}’`,
  (word) => `«${word}»`,
  (word) => `(${word})`,
  (word) => `[${word}].`,
  ...[' ', '  ', '\t', '\n', '\r\n', '\u00a0', '\u200b', '\u200e', '\ufeff', '\u2003'].map(
    (space) => (word: string) => space + word + space,
  ),
  (word) => `${word.slice(0, 2)}\u200b${word.slice(2)}`,
  (word) => `${word.slice(0, 1)}\u00ad${word.slice(1)}`,
  ...['🛑', '😡', '👎🏽', '❤️', '👩‍👧', '😂', '🇺🇸'].flatMap((emoji) => [
    (word: string) => `${word} ${emoji}`,
    (word: string) => `${emoji}${word}`,
    (word: string) => `${emoji} ${word} ${emoji}`,
  ]),
  ...['please', 'pls', 'plz', 'now', 'thanks', 'thank you', 'asap', 'svp', 'por favor'].flatMap((polite) => [
    (word: string) => `${polite} ${word}`,
    (word: string) => `${word} ${polite}`,
    (word: string) => `${word}, ${polite}!`,
    (word: string) => `${polite.toUpperCase()} ${word}.`,
  ]),
]

const fullWidth = (word: string): string =>
  word.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))

test.group('Opt-out by text', () => {
  test('every carrier word and FCC word is an opt-out in every case, punctuation, space, quote, emoji and courtesy', ({
    assert,
  }) => {
    const missed: string[] = []
    for (const word of CARRIER_AND_FCC_WORDS) {
      for (const written of [...cases(word), fullWidth(word)]) {
        for (const wrap of WRAPPINGS) {
          const text = wrap(written)
          if (classifyReply(text, { optedOut: false }).kind !== 'stop') missed.push(JSON.stringify(text))
        }
      }
    }
    assert.deepEqual(missed, [])
  })

  test('two carrier words in one text are an opt-out, in either order', ({ assert }) => {
    for (const first of CARRIER_AND_FCC_WORDS) {
      for (const second of CARRIER_AND_FCC_WORDS) {
        for (const joint of [' ', ', ', '. ', '\n', ' and ']) {
          const text = first + joint + second
          assert.equal(classifyReply(text, { optedOut: false }).kind, 'stop', JSON.stringify(text))
        }
      }
    }
  })

  for (const [language, lists] of Object.entries(corpora)) {
    test(`every labelled ${language} text is read as a person reads it, and no look-alike opts anybody out`, ({
      assert,
    }) => {
      const texts = labelled(lists)
      const judged = texts.map((each) => ({ ...each, got: classifyReply(each.text, { optedOut: each.optedOut }).kind }))
      const truePositives = judged.filter((each) => each.kind === 'stop' && each.got === 'stop').length
      const positives = judged.filter((each) => each.got === 'stop').length
      const wanted = judged.filter((each) => each.kind === 'stop').length
      console.log(
        `  ${language}: ${texts.length} texts, opt-out precision ${percent(truePositives, positives)}, recall ${percent(truePositives, wanted)}`,
      )
      assert.deepEqual(
        judged
          .filter((each) => each.kind !== each.got)
          .map((each) => `${JSON.stringify(each.text)}: ${each.kind}, read as ${each.got}`),
        [],
      )
    })
  }

  test('the corpus is large enough to mean something', ({ assert }) => {
    const texts = Object.values(corpora).flatMap(labelled)
    assert.isAtLeast(texts.length, 300)
    assert.isAtLeast(texts.filter((each) => each.kind === 'none').length, 150)
  })

  test('the word "yes" is an answer while opted in and a re-subscription while opted out', ({ assert }) => {
    assert.equal(classifyReply('YES', { optedOut: false }).kind, 'none')
    assert.deepInclude(classifyReply('YES', { optedOut: true }), {
      kind: 'start',
      confidence: 'keyword',
      matched: 'yes',
    })
  })

  test("Twilio's own OptOutType decides, but its START beside a plain YES changes nothing for an opted-in contact", ({
    assert,
  }) => {
    assert.deepInclude(classifyReply('adios', { optOutType: 'STOP', optedOut: false }), {
      kind: 'stop',
      confidence: 'provider',
    })
    assert.equal(classifyReply('YES', { optOutType: 'START', optedOut: false }).kind, 'none')
    assert.deepInclude(classifyReply('YES', { optOutType: 'START', optedOut: true }), {
      kind: 'start',
      confidence: 'provider',
    })
    assert.deepInclude(classifyReply('¿qué?', { optOutType: 'HELP', optedOut: false }), {
      kind: 'help',
      confidence: 'provider',
    })
  })

  test('an opt-out in words wins over a provider that took the text for HELP or START', ({ assert }) => {
    assert.equal(classifyReply('please remove me', { optOutType: 'HELP', optedOut: false }).kind, 'stop')
    assert.equal(classifyReply('stop texting me', { optOutType: 'START', optedOut: true }).kind, 'stop')
  })

  test('a cancelled appointment is no opt-out, but a person gets to see the word', ({ assert }) => {
    const read = classifyReply('Please cancel my appointment', { optedOut: false })
    assert.deepEqual(read, { kind: 'none', confidence: null, matched: null, mention: 'cancel' })
  })

  test('a hostile text of the longest kind is judged at once', ({ assert }) => {
    for (const piece of [
      'stop ',
      'me ',
      'stop the ',
      'wrong ',
      'no quiero ',
      '“',
      '\u200b',
      'a,',
      '🛑x',
      'not want to ',
    ]) {
      const text = piece.repeat(Math.ceil(200_000 / piece.length))
      assert.isString(classifyReply(text, { optedOut: true }).kind)
    }
  })
})

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`
}
