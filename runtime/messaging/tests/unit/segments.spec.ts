import { test } from '@japa/runner'
import calculator from 'sms-segments-calculator'
import { randomNumbers, randomText } from '../../bench/random_text.ts'
import { graphemeEnd } from '../../src/graphemes.ts'
import { countSegments, segmentsOf } from '../../src/segments.ts'

const { SegmentedMessage } = calculator

test.group('Segments', () => {
  test('ten thousand random texts cost what Twilio’s own calculator says', ({ assert }) => {
    const random = randomNumbers(20261122)
    for (let index = 0; index < 10_000; index++) {
      const text = randomText(random)
      const expected = new SegmentedMessage(text)
      const counted = countSegments(text)
      const billed = segmentsOf(text)
      const isSame = counted.segments === expected.segmentsCount && billed === expected.segmentsCount
      if (!isSame || counted.encoding !== expected.encodingName) {
        assert.fail(
          `${JSON.stringify(text)}: ${counted.segments} (${billed}) ${counted.encoding}, not ${expected.segmentsCount} ${expected.encodingName}`,
        )
      }
    }
  }).timeout(60_000)

  test('the borders that a marketer runs into are exact', ({ assert }) => {
    const cases: [string, number][] = [
      ['a'.repeat(160), 1],
      ['a'.repeat(161), 2],
      ['a'.repeat(306), 2],
      ['a'.repeat(307), 3],
      ['€'.repeat(80), 1],
      ['€'.repeat(81), 2],
      ['中'.repeat(70), 1],
      ['中'.repeat(71), 2],
      ['中'.repeat(134), 2],
      ['中'.repeat(135), 3],
      ['😀'.repeat(35), 1],
      ['😀'.repeat(36), 2],
    ]
    for (const [text, segments] of cases) {
      assert.equal(countSegments(text).segments, segments, `${text.length} × ${text.slice(0, 2)}`)
      assert.equal(segmentsOf(text), segments)
    }
  })

  test('an extension character is not torn apart at the end of a segment', ({ assert }) => {
    const text = `${'a'.repeat(152)}€${'a'.repeat(151)}`
    assert.deepInclude(countSegments(text), { segments: 2, units: 305, unitsLeft: 0 })
    assert.equal(countSegments(`${text}a`).segments, 3)
  })

  test('an author sees which characters make the text dear, each once, emoji whole', ({ assert }) => {
    const counted = countSegments('Ça va? “Oui” “oui” 👩‍👧 ça 👩‍👧')
    assert.equal(counted.encoding, 'UCS-2')
    assert.deepEqual(counted.offending, ['“', '”', '👩‍👧', 'ç'])
    assert.equal(countSegments([...'абвгдежзийклмнопрстуфхцчшщъыьэюя'].join(' ')).offending.length, 32)
  })

  test('the room that is left tells how much more may be typed', ({ assert }) => {
    assert.deepInclude(countSegments('Hello'), { segments: 1, units: 5, unitsLeft: 155 })
    assert.deepInclude(countSegments('a'.repeat(161)), { segments: 2, unitsLeft: 145 })
    assert.deepInclude(countSegments('é'.repeat(10)), { encoding: 'GSM-7', unitsLeft: 150 })
    assert.deepInclude(countSegments('ç'.repeat(10)), { encoding: 'UCS-2', unitsLeft: 60 })
  })

  test('an empty text counts as one segment, as at Twilio', ({ assert }) => {
    assert.equal(countSegments('').segments, new SegmentedMessage('').segmentsCount)
  })

  test('every single UTF-16 code unit is put into the encoding that Twilio puts it into', ({ assert }) => {
    const wrong: string[] = []
    for (let unit = 0; unit <= 0xffff; unit++) {
      const isGsm = countSegments(String.fromCharCode(unit)).encoding === 'GSM-7'
      // 70 code units of UCS-2 fill a segment, 70 septets don't: the calculator itself is slow, so ask it about likely ones.
      if (isGsm || unit < 0x500 || unit === 0x20ac) {
        if ((new SegmentedMessage(String.fromCharCode(unit)).encodingName === 'GSM-7') !== isGsm)
          wrong.push(unit.toString(16))
      }
    }
    assert.deepEqual(wrong, [])
  })

  test('walking by characters covers every text to its end', ({ assert }) => {
    const random = randomNumbers(7)
    for (let index = 0; index < 500; index++) {
      const text = randomText(random)
      let at = 0
      while (at < text.length) {
        const end = graphemeEnd(text, at)
        assert.isAbove(end, at)
        at = end
      }
      assert.equal(at, text.length)
    }
  })
})
