import { test } from '@japa/runner'
import fc from 'fast-check'
import { checkTemplate, compileTemplate, TemplateError, variablesIn, type ScopeSource } from '../../src/index.ts'
import { parseLiquid, renderLiquid } from '../../src/template/engine.ts'
import { parseSimple } from '../../src/template/simple_template.ts'
import { MONDAY } from '../support/play.ts'

function source(data: Record<string, unknown>): ScopeSource {
  return { zone: 'Asia/Tokyo', now: MONDAY, root: (name) => (Object.hasOwn(data, name) ? data[name] : undefined) }
}

const ana = source({
  contact: { firstName: 'Ana', lastName: null, tags: ['a', 'b'], attributes: { born: '2000-02-29', city: 'Lyon' } },
  steps: { quote: { text: 'Joy!' }, 'my-node': { value: 7 } },
  now: '2026-01-05T15:00:00.000Z',
})

const render = (text: string, scope = ana) => compileTemplate(text).render(scope)

test.group('Templates', () => {
  test('fill in what is known and leave out what is not', ({ assert }) => {
    assert.equal(render("Hi {{ contact.firstName | default: 'friend' }}!"), 'Hi Ana!')
    assert.equal(render("Hi {{ contact.lastName | default: 'friend' }}!"), 'Hi friend!')
    assert.equal(render('{{ steps.quote.text }} {{ steps.my-node.value }} {{ nothing.at.all }}.'), 'Joy! 7 .')
    assert.equal(
      render('{% if contact.lastName %}Dear{% else %}Hey{% endif %} {{ contact.firstName | upcase }}'),
      'Hey ANA',
    )
  })

  test("dates are written in the contact's zone, whatever the machine's", ({ assert }) => {
    assert.equal(render('{{ now | date: "%A %-d %B %Y, %H:%M" }}'), 'Tuesday 6 January 2026, 00:00')
    assert.equal(render('{{ "now" | date: "%F" }}'), '2026-01-06')
    assert.equal(render('{{ contact.attributes.born | date: "%b %d" }}'), 'Feb 29')
    assert.equal(render('{{ "2026-07-01T23:30:00Z" | date: "%l:%M %p %z" }}'), ' 8:30 AM +0900')
    assert.equal(render('{{ 0 | date: "%F %T" }}'), '1970-01-01 09:00:00')
    assert.equal(render('{{ "soon" | date: "%F" }}'), 'soon')
  })

  test('the quick way writes exactly what the full engine writes', ({ assert }) => {
    const key = fc.constantFrom('contact', 'firstName', 'a', 'b-c', 'd_1', 'size', 'first', 'tags', 'steps', 'x', 'nil')
    const path = fc.array(key, { minLength: 1, maxLength: 4 }).map((keys) => keys.join('.'))
    const spaces = fc.constantFrom('', ' ', '\n', '  ')
    const fallback = fc.constantFrom(
      '',
      " | default: 'friend'",
      ' | default:"x y"',
      " |default: ''",
      " | default: 'é👍'",
    )
    const output = fc.tuple(spaces, path, fallback, spaces).map((parts) => `{{${parts.join('')}}}`)
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }).filter((part) => !/[{}]/.test(part)),
      fc.constantFrom('}', '%}', '{ x }', '\n'),
    )
    const template = fc.array(fc.oneof(output, output, text), { maxLength: 6 }).map((parts) => parts.join(''))
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constantFrom(null, '', 0, -0, 'x', []),
      fc.array(fc.string(), { maxLength: 2 }),
    )
    const tree = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).tree
    let quick = 0
    fc.assert(
      fc.property(template, fc.dictionary(fc.constantFrom('contact', 'steps', 'now'), tree), (written, data) => {
        const scope = source(data)
        if (parseSimple(written)) quick++
        assert.equal(render(written, scope), renderLiquid(parseLiquid(written), scope))
      }),
      { numRuns: 1500 },
    )
    assert.isAbove(quick, 500, 'most of these templates go the quick way')
  })

  test('loops, includes and whatever else could run away are refused by name', ({ assert }) => {
    for (const text of [
      '{% for a in b %}x{% endfor %}',
      '{% tablerow a in b %}x{% endtablerow %}',
      "{% include 'x' %}",
      "{% render 'x' %}",
      "{% layout 'x' %}",
      '{% capture x %}y{% endcapture %}',
      '{% raw %}x{% endraw %}',
      '{% cycle 1,2 %}',
      '{% liquid assign a = 1 %}',
      '{% increment a %}',
    ])
      assert.match(checkTemplate(text)[0] ?? '', /can't be used here/, text)
    assert.deepEqual(checkTemplate('{{ contact.firstName | shout }}'), [
      '"shout" is not a filter that can be used here',
    ])
    assert.deepEqual(checkTemplate('Hi {{ contact.firstName'), [
      '"{{ contact.firstName" has no end: close it with "}}"',
    ])
    assert.deepEqual(checkTemplate('{% if x %}'), ['"{% if %}" has no end: add "{% endif %}"'])
    assert.deepEqual(checkTemplate('{% if x'), ['"{% if x" has no end: close it with "%}"'])
    assert.match(checkTemplate('{{ }}')[0] ?? '', /nothing between the braces/)
    assert.isNotEmpty(checkTemplate('x'.repeat(5001)))
    assert.deepEqual(checkTemplate("Hi {{ contact.firstName | default: 'friend' | capitalize }}"), [])
  })

  test('no template reads what is not data', ({ assert }) => {
    for (const text of [
      '{{ contact.constructor }}',
      '{{ contact.__proto__ }}',
      '{{ contact.toString }}',
      '{{ contact["constructor"]["constructor"] }}',
      '{{ soniarose }}{{ __proto__ }}{{ constructor }}',
      '{{ contact.tags.map }}{{ contact.firstName.big }}',
    ])
      assert.equal(render(text), '', text)
  })

  test('a template that doubles its text again and again is stopped', ({ assert }) => {
    const bomb = `{% assign a = 'xxxxxxxxxx' %}${'{% assign a = a | append: a %}'.repeat(100)}{{ a }}`
    // Rendered to its end it would need more memory than there is.
    assert.throws(() => render(bomb), TemplateError)
  })

  test('a text longer than can be sent is refused instead of cut', ({ assert }) => {
    const long = source({ contact: { story: 'x'.repeat(1600) } })
    assert.equal(render('{{ contact.story }}', long).length, 1600)
    assert.throws(() => render('{{ contact.story }}!', long), /1601 characters; at most 1600/)
  })

  test('rendering changes nothing and is the same every time', ({ assert }) => {
    const compiled = compileTemplate('{% assign x = contact.firstName %}{{ x }}{{ y }}{% assign y = 1 %}')
    assert.equal(compiled.render(ana), 'Ana')
    assert.equal(compiled.render(ana), 'Ana')
  })

  test('the variables of a text can be listed, however it is written', ({ assert }) => {
    assert.deepEqual(variablesIn('{{ contact.firstName }} {{steps.a.b}}'), ['contact.firstName', 'steps.a.b'])
    assert.sameMembers(variablesIn('{% if contact.email %}{{ trigger.x | upcase }}{% endif %}'), [
      'contact.email',
      'trigger.x',
    ])
    assert.deepEqual(variablesIn('{{ broken'), [])
  })
})
