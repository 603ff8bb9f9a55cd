import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient, AwsV4Signer } from 'aws4fetch'
import type { S3Settings } from '#app/core/env'
import type { MediaStore, UploadTarget } from '#app/media/store_port'

const UPLOAD_SECONDS = 900
/** Keys a page of a listing holds (S3's own limit). */
const PAGE = 1_000

/**
 * An S3-compatible store, addressed by path (`endpoint/bucket/key`), as MinIO, R2 and S3 itself take it. The bucket
 * stays private: files are read through us, and a browser gets an address for one upload. The bucket's CORS rules have
 * to allow PUT from the console's origin.
 */
export class S3Store implements MediaStore {
  readonly #settings: S3Settings
  readonly #client: AwsClient
  readonly #base: string

  constructor(settings: S3Settings) {
    this.#settings = settings
    const { accessKeyId, secretAccessKey, region } = settings
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 3 })
    this.#base = `${settings.endpoint}/${settings.bucket}`
  }

  async put(key: string, bytes: Buffer, contentType: string): Promise<void> {
    const init = { method: 'PUT', body: new Uint8Array(bytes), headers: { 'content-type': contentType } }
    refuseFault(await this.#client.fetch(`${this.#base}/${key}`, init), 'an upload')
  }

  async read(key: string): Promise<Buffer | null> {
    const answer = await this.#get(key)
    return answer === null ? null : Buffer.from(await answer.arrayBuffer())
  }

  async open(key: string): Promise<Readable | null> {
    const answer = await this.#get(key)
    // The two declarations of a web stream, the browser's and Node's, are one thing at run time.
    return answer === null ? null : Readable.fromWeb(answer.body as ReadableStream)
  }

  async remove(key: string): Promise<void> {
    const answer = await this.#client.fetch(`${this.#base}/${key}`, { method: 'DELETE' })
    if (answer.status !== 404) refuseFault(answer, 'a deletion')
  }

  async *keysBefore(moment: number): AsyncIterable<string> {
    let token = ''
    do {
      const page = new URLSearchParams({
        'list-type': '2',
        'max-keys': String(PAGE),
        ...(token === '' ? {} : { 'continuation-token': token }),
      })
      const answer = await this.#client.fetch(`${this.#base}?${page.toString()}`)
      refuseFault(answer, 'a listing')
      const { files, next } = readListing(await answer.text())
      for (const file of files) if (file.writtenAt < moment) yield file.key
      token = next
    } while (token !== '')
  }

  /** The address takes exactly this type and size: both are in its signature. */
  async uploadTarget(key: string, file: { contentType: string; size: number }): Promise<UploadTarget> {
    const { accessKeyId, secretAccessKey, region } = this.#settings
    const url = await presignPut({
      url: `${this.#base}/${key}`,
      headers: { 'content-type': file.contentType, 'content-length': String(file.size) },
      credentials: { accessKeyId, secretAccessKey, region },
      seconds: UPLOAD_SECONDS,
    })
    return { url, headers: { 'content-type': file.contentType } }
  }

  async check(): Promise<void> {
    refuseFault(await this.#client.fetch(`${this.#base}?list-type=2&max-keys=1`), 'a listing')
  }

  async #get(key: string): Promise<Response | null> {
    const answer = await this.#client.fetch(`${this.#base}/${key}`)
    if (answer.status === 404) return null
    refuseFault(answer, 'a download')
    return answer
  }
}

function refuseFault(answer: Response, to: string): void {
  if (!answer.ok) throw new Error(`the media store answered ${answer.status} to ${to}`)
}

interface PresignedPut {
  url: string
  headers: Record<string, string>
  credentials: { accessKeyId: string; secretAccessKey: string; region: string }
  /** How long the address holds. */
  seconds: number
  /** When it is signed, as `20260101T000000Z`; now when left out. */
  datetime?: string
}

/** An address for one PUT, with AWS signature version 4 in its query. Every header given has to be sent as it is. */
export async function presignPut({ url, headers, credentials, seconds, datetime }: PresignedPut): Promise<string> {
  const address = new URL(url)
  address.searchParams.set('X-Amz-Expires', String(seconds))
  const signer = new AwsV4Signer({
    method: 'PUT',
    url: address.href,
    headers,
    ...credentials,
    service: 's3',
    signQuery: true,
    // Type and length too, which the signer would leave out.
    allHeaders: true,
    ...(datetime === undefined ? {} : { datetime }),
  })
  return (await signer.sign()).url.href
}

/** What a page of S3's ListObjectsV2 says. Our keys hold nothing that XML would have to escape. */
export function readListing(xml: string): { files: { key: string; writtenAt: number }[]; next: string } {
  const files = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].flatMap(([, entry = '']) => {
    const key = textOf(entry, 'Key')
    const writtenAt = Date.parse(textOf(entry, 'LastModified'))
    return key === '' || Number.isNaN(writtenAt) ? [] : [{ key, writtenAt }]
  })
  return { files, next: textOf(xml, 'NextContinuationToken') }
}

const textOf = (xml: string, tag: string) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1] ?? ''
