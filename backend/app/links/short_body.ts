import { createHash } from 'node:crypto'

/** An address in a text, and the code that stands for it. */
export interface ShortLink {
  code: string
  url: string
}

export interface ShortBody {
  body: string
  links: ShortLink[]
}

const ADDRESSES = /\bhttps?:\/\/[^\s<>"\u201c\u201d]+/gi
/** What ends a sentence around an address is no part of it. */
const TAIL = /[.,;:!?'\u2019\u2026)\]}]+$/
const LONGEST = 2_000
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 62^10: nobody guesses a code, and two never meet. */
const CODE_LENGTH = 10

/**
 * Puts a short address in place of each web address in a text. Pure: the same text of the same message always has the
 * same codes, so that writing it again makes no second link.
 * @param base of our short addresses, without a slash at its end; addresses that are short already stay
 */
export function shortBody(messageId: string, body: string, base: string): ShortBody {
  const codes = new Map<string, string>()
  const shortened = body.replace(ADDRESSES, (found) => {
    const url = withoutTail(found)
    if (url.length > LONGEST || !URL.canParse(url) || url.startsWith(`${base}/l/`)) return found
    const code = codes.get(url) ?? codeOf(messageId, codes.size)
    codes.set(url, code)
    return `${base}/l/${code}${found.slice(url.length)}`
  })
  return { body: shortened, links: [...codes].map(([url, code]) => ({ code, url })) }
}

/** A bracket that the address itself has opened is its own. */
function withoutTail(found: string): string {
  let url = found
  for (;;) {
    const tail = TAIL.exec(url)?.[0] ?? ''
    const last = tail.at(-1)
    if (last === undefined) return url
    if (last === ')' && count(url, '(') >= count(url, ')')) return url
    url = url.slice(0, -1)
  }
}

const count = (text: string, sign: string): number => text.split(sign).length - 1

function codeOf(messageId: string, index: number): string {
  const hash = createHash('sha256').update(`${messageId} ${index}`).digest()
  let value = hash.readBigUInt64BE(0)
  let code = ''
  while (code.length < CODE_LENGTH) {
    code += ALPHABET[Number(value % 62n)]
    value /= 62n
  }
  return code
}
