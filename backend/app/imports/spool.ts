import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join, resolve } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import { env } from '#app/core/env'
import { badRequest, invalidField, Problem, tooLarge } from '#app/core/problem'

/** A million rows of a hundred characters. */
export const IMPORT_LIMIT = 100 * 1024 * 1024

/** A file that has come in whole. */
export interface Spooled {
  path: string
  fileName: string | null
  sha256: Buffer
  bytes: number
}

class TooLarge extends Error {}

/** Writes a stream to a file of its own under the data folder, counting and hashing on the way. */
async function spool(stream: Readable, fileName: string | null): Promise<Spooled> {
  const folder = resolve(env().dataDir, 'imports')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${randomUUID()}.csv`)
  const hash = createHash('sha256')
  let bytes = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      done(bytes > IMPORT_LIMIT ? new TooLarge() : null, chunk)
    },
  })
  try {
    await pipeline(stream, meter, createWriteStream(path))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return { path, fileName, sha256: hash.digest(), bytes }
}

/** The first file of a form. Our own reader: field names are data here, never keys of an object. */
function fromForm(request: IncomingMessage): Promise<Spooled | null> {
  return new Promise((done, refuse) => {
    const form = new Busboy({
      headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
      limits: { files: 1, fields: 20, fieldSize: 4096, parts: 25, headerPairs: 50 },
    })
    let file: Promise<Spooled> | null = null
    form.on('file', (_field: string, stream: BusboyFileStream, fileName: string | undefined) => {
      file = spool(stream, fileName ?? null)
      file.catch(refuse)
    })
    form.on('error', refuse)
    form.on('finish', () => {
      if (file === null) done(null)
      else void file.then(done, refuse)
    })
    request.on('error', refuse)
    request.on('aborted', () => refuse(new Error('the upload was cut off')))
    request.pipe(form)
  })
}

/** Takes a CSV file in, sent as it is or as a form. Nothing of it is kept in memory. */
export async function receiveFile(request: IncomingMessage): Promise<Spooled | Problem> {
  const type = request.headers['content-type'] ?? ''
  if (Number(request.headers['content-length'] ?? 0) > IMPORT_LIMIT) {
    request.resume()
    return tooLarge(IMPORT_LIMIT)
  }
  try {
    const spooled = /^multipart\/form-data/i.test(type) ? await fromForm(request) : await spool(request, null)
    if (spooled !== null && spooled.bytes > 0) return spooled
    if (spooled !== null) await rm(spooled.path, { force: true })
    return invalidField(
      'file',
      'E_VALIDATION',
      'Send a CSV file: as the body with "Content-Type: text/csv", or as a file of a form.',
    )
  } catch (error) {
    request.resume()
    return refusalOf(error)
  }
}

function refusalOf(error: unknown): Problem {
  if (error instanceof TooLarge) return tooLarge(IMPORT_LIMIT)
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOSPC')
    return new Problem(503, 'E_UNAVAILABLE', { detail: 'The disk is full; nothing was imported.' })
  return badRequest('The file could not be read to its end.')
}
