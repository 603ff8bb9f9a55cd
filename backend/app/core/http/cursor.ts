import { isStorableTime } from '#app/core/http/validation'
import { invalidField, type Problem } from '#app/core/problem'

/** Where a page ended: the sort values of its last row. Opaque to callers, so that the sort can change. */
export type CursorKey = (string | number)[]

/** The keyset's last values as a cursor. */
export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

const refusal = () => invalidField('cursor', 'E_CURSOR', 'This cursor is not one of ours; start again without it.')

/**
 * The values of a cursor.
 * @param kinds what each value must be; anything else is refused before it reaches SQL
 * @returns null without a cursor
 */
export function decodeCursor(
  cursor: string | undefined,
  kinds: readonly ('id' | 'time' | 'text')[],
): CursorKey | null | Problem {
  if (cursor === undefined) return null
  let key: unknown
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return refusal()
  }
  if (!Array.isArray(key) || key.length !== kinds.length) return refusal()
  const good = key.every((value: unknown, at) => typeof value === 'string' && fits[kinds[at] ?? 'text'](value))
  return good ? (key as string[]) : refusal()
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const fits = {
  id: (value: string) => uuid.test(value),
  time: (value: string) =>
    /^\d{4}-\d\d-\d\d[ T][\d:.]{5,15}(Z|[+-]\d\d(:?\d\d)?)$/.test(value) && isStorableTime(value),
  text: (value: string) => value.length < 200 && !value.includes('\0'),
}

/**
 * Cuts a list that was asked for with one row too many, and says where the next page begins.
 * @param rows up to `limit + 1` rows
 */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  shape: { item: (row: Row) => Item; key: (row: Row) => CursorKey },
): { data: Item[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const more = rows.length > limit && last !== undefined
  return { data: page.map(shape.item), nextCursor: more ? encodeCursor(shape.key(last)) : null }
}
