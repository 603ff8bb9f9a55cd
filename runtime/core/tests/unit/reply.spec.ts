import { test } from '@japa/runner'
import fc from 'fast-check'
import type { ReplyMatch } from '@soniarose/graph'
import { checkPattern, compileMatch, normaliseReply, readReply } from '../../src/index.ts'
import { extractDate } from '../../src/reply/extract_date.ts'
import { extractNumber } from '../../src/reply/extract_number.ts'
import { stanceOf } from '../../src/reply/yes_no.ts'
import { MONDAY } from '../support/play.ts'

const moment = { now: MONDAY, zone: 'America/New_York' }

function fits(match: ReplyMatch, body: string): boolean {
  return compileMatch(match)(readReply(body, moment)) !== null
}

test.group('Matching a reply', () => {
  test('a word is found whole, whatever its case, accents, punctuation and emoji', ({ assert }) => {
    const yes = { anyWord: ['yes', 'sí'] }
    for (const body of ['YES', ' yes! ', 'Oh, yes please', 'yes👍🏽', 'Si', 'SÍ.', 'ｙｅｓ', '«yes»'])
      assert.isTrue(fits(yes, body), body)
    for (const body of ['yesterday', 'eyes', 'no', '', '   ', 'y e s']) assert.isFalse(fits(yes, body), body)
  })

  test('several words are found together and in order', ({ assert }) => {
    assert.isTrue(fits({ anyWord: ['not now'] }, 'No - not now, thanks'))
    assert.isFalse(fits({ anyWord: ['not now'] }, 'now or not'))
  })

  test('an apostrophe makes no difference, straight, curly or forgotten', ({ assert }) => {
    for (const body of ["I don't", 'I don’t', 'i dont']) assert.isTrue(fits({ exact: "I don't" }, body), body)
  })

  test('exactly is the whole reply, contains any part of it', ({ assert }) => {
    assert.isTrue(fits({ exact: 'Day 2' }, 'day 2!'))
    assert.isFalse(fits({ exact: 'Day 2' }, 'day 2 please'))
    assert.isTrue(fits({ contains: 'joy' }, 'enJOYable'))
  })

  test('symbols can be asked for too', ({ assert }) => {
    assert.isTrue(fits({ exact: '👍' }, '👍🏿'))
    assert.isTrue(fits({ anyWord: ['❤️'] }, 'love it ❤'))
    assert.isFalse(fits({ exact: '👍' }, '👎'))
    assert.isTrue(fits({ contains: ['?'] }, 'what?'))
  })

  test('a pattern is searched for without regard to case', ({ assert }) => {
    assert.isTrue(fits({ regex: '\\b[a-z]{2}\\d{4}\\b' }, 'My code is AB1234.'))
    assert.isNotNull(checkPattern('('))
    assert.isNotNull(checkPattern('(?=a)'), 'look-ahead is not linear and not there')
    assert.isNull(checkPattern('^a+$'))
  })

  test('any of the given ways is enough, and the first one is named', ({ assert }) => {
    const hit = compileMatch({ anyWord: ['maybe'], number: true, affirmative: true })(readReply('yes, 3 times', moment))
    assert.deepEqual(hit, { rule: 'number', value: 3 })
  })

  test('numbers are found as digits and as words', ({ assert }) => {
    const found: [string, number | null][] = [
      ['4', 4],
      ['about 3.5 or so', 3.5],
      ['3,5', 3.5],
      ['1,200 people', 1200],
      ['-2', -2],
      ['Ten!', 10],
      ['trois', 3],
      ['１２', 12],
      ['B2B', null],
      ['none', null],
      ['someone', null],
    ]
    for (const [body, number] of found) assert.equal(extractNumber(body), number, body)
    assert.isTrue(fits({ number: { min: 1, max: 5 } }, '5'))
    assert.isFalse(fits({ number: { min: 1, max: 5 } }, '6'))
  })

  test('dates are found as people write them; without a year the next one counts', ({ assert }) => {
    const found: [string, string | null][] = [
      ['2026-02-14', '2026-02-14'],
      ['on 2/14', '2026-02-14'],
      ['1/4', '2027-01-04'],
      ['2/14/27', '2027-02-14'],
      ['14.2.', '2026-02-14'],
      ['14 February 2027', '2027-02-14'],
      ['the 3rd of march', '2026-03-03'],
      ['Feb 29', '2028-02-29'],
      ['tomorrow!', '2026-01-06'],
      ['mañana', '2026-01-06'],
      ['Friday works', '2026-01-09'],
      ['monday', '2026-01-12'],
      ['2/30', null],
      ['whenever', null],
    ]
    for (const [body, date] of found) assert.equal(extractDate(body, moment), date, body)
    assert.isTrue(fits({ date: { after: '2026-01-05' } }, 'tomorrow'))
    assert.isFalse(fits({ date: { before: '2026-01-05' } }, 'tomorrow'))
  })
})

test.group('Yes and no', () => {
  const yes =
    "yes|Y|yeah!|Yep 😀|sure|OK|okay then|sounds good|of course|why not|no problem|No worries|I'm in|👍|✅|sí|Claro que sí|vale|oui|Bien sûr !|d'accord|pas de problème"
  const no =
    "no|N|Nope.|nah|not now|no thanks|no, thank you|I don't think so|of course not|👎|claro que no|ahora no|non|Non merci|pas maintenant|bien sûr que non|never"
  const neither = 'hello|maybe|what?|knowledge|yesterday|nobody|12|😀|tell me more|😐|'

  for (const [name, replies, stance] of [
    ['yes', yes, 'yes'],
    ['no', no, 'no'],
    ['neither', neither, undefined],
  ] as const)
    test(`every way to say ${name} is understood as such`, ({ assert }) => {
      for (const reply of replies.split('|')) assert.equal(stanceOf(reply)?.stance, stance, reply)
    })
})

test.group('Any reply', () => {
  test('is read without throwing, the same way each time, whatever it holds', ({ assert }) => {
    const match = compileMatch({
      anyWord: ['yes'],
      exact: '?',
      contains: 'x',
      regex: '(a|b)*c',
      number: { min: 3 },
      date: true,
      affirmative: true,
      negative: true,
    })
    const body = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
    )
    fc.assert(
      fc.property(body, (text) => {
        const read = readReply(text, moment)
        assert.deepEqual(match(read), match(readReply(text, moment)))
        assert.equal(normaliseReply(normaliseReply(text)), normaliseReply(text))
      }),
      { numRuns: 500 },
    )
  })
})
