import { test } from '@japa/runner'
import { fiveDaysOfJoy } from '@soniarose/graph'
import { graph, node } from '../../../graph/tests/support/build.ts'
import { lint, simulate, toIso } from '../../src/index.ts'
import { end } from '../support/play.ts'

const quote = { quote: { outcome: 'done', output: { text: 'Joy is near.', author: 'Anon' } } }

test.group('Five Days of Joy, simulated', () => {
  test('somebody who says yes gets the idea, and a text on each of five days', ({ assert }) => {
    const { problems, texts, run } = simulate(fiveDaysOfJoy, {
      contact: { firstName: 'Ana', timeZone: 'America/New_York' },
      replies: [{ when: 'ask', body: 'Yes please!' }],
      effects: quote,
      expect: {
        status: 'completed',
        path: ['day1', 'ask', 'day1_yes', 'check', 'day2', 'quote', 'day3', 'day4', 'day5', 'joyful'],
        outcomes: { ask: 'yes', check: 'subscribed' },
        texts: ['Hi Ana', 'Lovely', 'Day 2, Ana', 'Joy is near. (Anon)', 'Day 4', 'Day 5'],
      },
    })
    assert.deepEqual(problems, [])
    assert.equal(run.exitReason, null)
    assert.deepEqual(
      texts.map(({ at }) => toIso(at).slice(0, 10)),
      ['2026-01-05', '2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-09'],
    )
  })

  test('no, another reply and silence each have a text of their own, and five days all the same', ({ assert }) => {
    for (const [body, path] of [
      ['no thanks', ['day1_no', 'day2', 'day5']],
      ['my dog', ['day1_other', 'day2', 'day5']],
      [null, ['day2_quiet', 'day3', 'day5']],
    ] as const) {
      const { problems, texts } = simulate(fiveDaysOfJoy, {
        replies: body === null ? [] : [{ when: 'ask', body }],
        effects: quote,
        expect: { status: 'completed', path: [...path] },
      })
      assert.deepEqual(problems, [])
      assert.equal(new Set(texts.map(({ at }) => toIso(at).slice(0, 10))).size, 5)
    }
  })

  test('STOP ends it at once and nothing is sent afterwards', ({ assert }) => {
    const { problems, texts } = simulate(fiveDaysOfJoy, {
      replies: [
        { when: 'ask', body: 'yes' },
        { after: 'P2D', body: 'Stop!' },
      ],
      effects: quote,
      expect: { status: 'exited', exitReason: 'opted_out', notVisited: ['day3', 'day4', 'day5'] },
    })
    assert.deepEqual(problems, [])
    assert.lengthOf(texts, 3)
  })

  test('a plugin that fails costs its text and not the run', ({ assert }) => {
    const { problems } = simulate(fiveDaysOfJoy, {
      effects: { quote: { outcome: 'failed' } },
      expect: { status: 'completed', notVisited: ['day3'], path: ['quote', 'day4'] },
    })
    assert.deepEqual(problems, [])
  })
})

test.group('Scenarios', () => {
  const paid = node('paid', 'wait', { untilEvent: 'order.paid', timeout: 'P2D' })
  const thanks = node('thanks', 'send_sms', { body: 'Thanks for {{ steps.paid.total }}! STOP to opt out' })
  const whole = graph([paid, thanks, end], ['start>paid', 'paid>thanks', 'thanks>end'])

  test('events come at their time and wake the run', ({ assert }) => {
    const { problems, texts } = simulate(whole, {
      events: [{ name: 'order.paid', after: 'P1D', data: { total: 5 } }],
      expect: { status: 'completed', texts: ['Thanks for 5!'] },
    })
    assert.deepEqual(problems, [])
    assert.equal(toIso(texts[0]?.at ?? 0), '2026-01-06T15:00:00.000Z')
  })

  test('a pending contact gets no text, and a scripted refusal is followed', ({ assert }) => {
    const pending = simulate(whole, { contact: { optInStatus: 'pending' }, events: [{ name: 'order.paid' }] })
    assert.deepEqual(pending.texts, [])
    const refused = simulate(whole, { events: [{ name: 'order.paid' }], messages: { thanks: 'failed' } })
    assert.equal(refused.steps.find(({ nodeId }) => nodeId === 'thanks')?.status, 'failed')
  })

  test('what was expected and did not come is said in words', ({ assert }) => {
    const { problems } = simulate(whole, {
      expect: {
        status: 'failed',
        exitReason: 'goal',
        path: ['paid', 'thanks'],
        notVisited: ['paid'],
        outcomes: { paid: 'next' },
        texts: ['Thanks'],
        textCount: 1,
      },
    })
    assert.lengthOf(problems, 7)
    assert.include(problems, '"paid" was left by timeout, expected next')
  })

  test('a run that waits for ever is left waiting when the scenario ends', ({ assert }) => {
    const long = graph([node('rest', 'wait', { for: 'P9Y' })], ['start>rest'])
    assert.equal(simulate(long).run.status, 'waiting')
  })
})

test.group('Lint', () => {
  test('finds broken templates and patterns, which only the engine can judge', ({ assert }) => {
    const asks = node('ask', 'branch_on_reply', {
      timeout: 'P1D',
      branches: [{ id: 'a', label: '', match: { regex: '(' } }],
    })
    const loop = node('text', 'send_sms', { body: 'STOP {% for x in y %}{% endfor %}' })
    const { errors } = lint(graph([loop, asks], ['start>text', 'text>ask']))
    assert.deepEqual(
      errors.map(({ code, nodeId }) => `${code} ${nodeId}`),
      ['E_TEMPLATE text', 'E_PATTERN ask'],
    )
  })

  test('warns of names that nothing will ever fill, in texts and in conditions', ({ assert }) => {
    const when = {
      any: [
        { field: 'steps.gone.x', op: 'is_set' },
        { field: 'steps.text.x', op: 'is_set' },
      ],
    }
    const choose = node('choose', 'condition', { branches: [{ id: 'a', label: '', when }] })
    const text = node('text', 'send_sms', {
      body: 'STOP {{ contact.nickname }} {{ name }} {{ contact.firstName | upcase }}',
    })
    const { warnings } = lint(graph([text, choose], ['start>text', 'text>choose', 'choose.a>choose']))
    const messages = warnings.filter(({ code }) => code === 'W_UNKNOWN_VARIABLE').map(({ message }) => message)
    assert.lengthOf(messages, 3)
    assert.include(messages.join('\n'), 'contact.attributes.nickname')
  })

  test('says which field was meant by one that is misspelt, or written as elsewhere', ({ assert }) => {
    const meant = (field: string): string => {
      const text = node('text', 'send_sms', { body: `STOP {{ contact.${field} }}` })
      return lint(graph([text], ['start>text']))
        .warnings.map(({ message }) => message)
        .join(' ')
    }
    for (const [written, name] of [
      ['frstName', 'firstName'],
      ['first_name', 'firstName'],
      ['Email', 'email'],
      ['timezone', 'timeZone'],
      ['tag', 'tags'],
      ['city', 'attributes.city'],
      ['if', 'attributes.if'],
    ])
      assert.include(meant(written ?? ''), `Perhaps contact.${name}`)
  })

  test('warns of a workflow that ends as it begins', ({ assert }) => {
    const { errors, warnings } = lint(graph([], []))
    assert.deepEqual(errors, [])
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['W_EMPTY'],
    )
  })

  test('Five Days of Joy is clean', ({ assert }) => {
    assert.deepEqual(lint(fiveDaysOfJoy), { errors: [], warnings: [] })
  })
})
