import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/**
 * How a file's text is written: by its byte order mark; without one UTF-8 where every byte agrees, else what Excel
 * saves in the West. The whole file is read for that, piece by piece.
 */
export async function encodingOf(path: string): Promise<Encoding> {
  const marked = await markOf(path)
  if (marked !== null) return marked
  const strict = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) strict.decode(chunk, { stream: true })
    strict.decode()
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252'
    throw error
  }
}

async function markOf(path: string): Promise<Encoding | null> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    if (bytesRead < 2) return null
    const mark = buffer.toString('hex')
    return mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : null
  } finally {
    await file.close()
  }
}

/** A file's text, piece by piece, without its byte order mark; what is no character in it comes as U+FFFD. */
export async function* readText(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

const DELIMITERS = [',', ';', '\t'] as const

/** What separates the cells: what the line of headings has most of. Excel saves semicolons where the comma is decimal. */
export function delimiterOf(start: string): string {
  const [headings = ''] = start.replace(/"[^"]*"/g, '').split(/[\r\n]/, 1)
  const counted = DELIMITERS.map((sign) => ({ sign, times: headings.split(sign).length }))
  return counted.reduce((best, one) => (one.times > best.times ? one : best)).sign
}
