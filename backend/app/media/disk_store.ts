import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { isKey, type MediaStore, type Received } from '#app/media/store_port'

/** Files on the local disk, in a folder for each workspace. */
export class DiskStore implements MediaStore {
  readonly #folder: string

  /** @param folder an absolute path; made when it is first needed */
  constructor(folder: string) {
    this.#folder = folder
  }

  #path(key: string): string {
    if (!isKey(key)) throw new Error('not a key of ours')
    return join(this.#folder, key)
  }

  /** A place to write to before the file has its name: whole or not at all, a reader never sees half a file. */
  async #partOf(path: string): Promise<string> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    return `${path}.${randomBytes(6).toString('hex')}.part`
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const path = this.#path(key)
    const part = await this.#partOf(path)
    try {
      await writeFile(part, bytes, { flag: 'wx', mode: 0o600 })
      await rename(part, path)
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
  }

  read(key: string): Promise<Buffer | null> {
    return readFile(this.#path(key)).catch(absentIsNull)
  }

  async open(key: string): Promise<Readable | null> {
    const file = await open(this.#path(key)).catch(absentIsNull)
    return file === null ? null : file.createReadStream()
  }

  async remove(key: string): Promise<void> {
    await rm(this.#path(key), { force: true })
  }

  async *keysBefore(moment: number): AsyncIterable<string> {
    for (const folder of (await readdir(this.#folder).catch(absentIsNull)) ?? []) {
      for (const name of (await readdir(join(this.#folder, folder)).catch(notAFolder)) ?? []) {
        const path = join(this.#folder, folder, name)
        const written = await stat(path).catch(absentIsNull)
        if (written === null || written.mtimeMs >= moment) continue
        if (isKey(`${folder}/${name}`)) yield `${folder}/${name}`
        // What a power cut left of a file that was being written.
        else if (name.endsWith('.part')) await rm(path, { force: true })
      }
    }
  }

  async uploadTarget(): Promise<null> {
    return null
  }

  async receive(key: string, bytes: Readable, limit: number): Promise<Received> {
    const path = this.#path(key)
    const part = await this.#partOf(path)
    const file = await open(part, 'wx', 0o600)
    let received: Received
    try {
      received = await pour(bytes, file, limit)
    } finally {
      await file.close()
    }
    if (received.ok) await rename(part, path)
    else await rm(part, { force: true })
    return received
  }

  async check(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const probe = join(this.#folder, `.probe-${process.pid}`)
    await writeFile(probe, 'ok')
    await rm(probe, { force: true })
  }
}

/** Writes a stream to a file. The stream stays open on refusal, so that its sender can still be answered. */
async function pour(bytes: Readable, file: FileHandle, limit: number): Promise<Received> {
  let size = 0
  try {
    for await (const chunk of bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > limit) return { ok: false, why: 'too_large' }
      await file.writeFile(chunk)
    }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOSPC' || code === 'EDQUOT') return { ok: false, why: 'disk_full' }
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return { ok: false, why: 'cut_off' }
    throw error
  }
  return bytes.destroyed && !bytes.readableEnded ? { ok: false, why: 'cut_off' } : { ok: true, size }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

async function absentIsNull(error: unknown): Promise<null> {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}

async function notAFolder(error: unknown): Promise<null> {
  if (codeOf(error) === 'ENOTDIR') return null
  return absentIsNull(error)
}
