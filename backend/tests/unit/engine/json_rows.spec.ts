import { test } from '@japa/runner'
import { JsonRows } from '#app/engine/json_rows'

interface Row {
  id: string
  body: string
  count: number | null
  data: object | null
}

const rows = new JsonRows<Row>({ id: 'uuid', body: 'text', count: 'integer', data: 'jsonb' })

test.group('Rows as one parameter', () => {
  test('say in SQL what their letters mean', ({ assert }) => {
    assert.equal(
      rows.sql('$1'),
      '(SELECT a AS "id", b AS "body", c AS "count", d AS "data" FROM json_to_recordset($1::json) AS r(a uuid, b text, c integer, d jsonb)) x',
    )
  })

  test('are JSON whatever their texts hold, and leave out what is null', ({ assert }) => {
    const hostile = 'a "quote", a \\ backslash, a line\nbreak, \u2028 and 😀'
    const encoded = rows.encode([
      { id: '01a203cd-24d0-75d4-b062-cdcd8b4f319d', body: hostile, count: null, data: { deep: [hostile] } },
      { id: '01a203cd-24d0-75d4-b062-cdcd8b4f319e', body: '', count: 0, data: null },
    ])
    assert.deepEqual(JSON.parse(encoded), [
      { a: '01a203cd-24d0-75d4-b062-cdcd8b4f319d', b: hostile, d: { deep: [hostile] } },
      { a: '01a203cd-24d0-75d4-b062-cdcd8b4f319e', b: '', c: 0 },
    ])
  })

  test('are an empty list when there are none', ({ assert }) => {
    assert.equal(rows.encode([]), '[]')
  })
})
