import type { Readable } from 'node:stream'

/** What became of bytes that were sent to us. */
export type Received = { ok: true; size: number } | { ok: false; why: 'too_large' | 'cut_off' | 'disk_full' }

/** Where a browser may send a file's bytes directly, and with which headers. */
export interface UploadTarget {
  url: string
  headers: Record<string, string>
}

/** Where files lie. Keys are ours: never a name that somebody gave. */
export interface MediaStore {
  put(key: string, bytes: Buffer, contentType: string): Promise<void>
  /** null: there is no such file. */
  read(key: string): Promise<Buffer | null>
  /** The file as a stream; null: there is no such file. */
  open(key: string): Promise<Readable | null>
  /** Says nothing when there is no such file. */
  remove(key: string): Promise<void>
  /** Every file that was last written before the given moment (epoch milliseconds), in any order. */
  keysBefore(moment: number): AsyncIterable<string>
  /** An address that takes one file of this size and type directly; null: send it to us, for {@link receive}. */
  uploadTarget(key: string, file: { contentType: string; size: number }): Promise<UploadTarget | null>
  /** Takes bytes as they come in. Only for stores without upload targets. */
  receive?(key: string, bytes: Readable, limit: number): Promise<Received>
  /** @throws when files can't be kept now */
  check(): Promise<void>
}

/** A key as we make them: the workspace's folder, then chance; `.in` for bytes that nobody has judged yet. */
export const isKey = (key: string): boolean => /^[0-9a-f-]{36}\/[0-9a-f-]{32,64}(\.in)?$/.test(key)

/** Under which key the bytes of an announced file wait to be judged. Its own key is written by us alone. */
export const rawKey = (key: string): string => `${key}.in`
