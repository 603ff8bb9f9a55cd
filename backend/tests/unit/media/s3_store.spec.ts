import { createHash, createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import { presignPut, readListing, S3Store } from '#app/media/s3_store'

/** The credentials and the moment of Amazon's own example, "Authenticating requests: using query parameters". */
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
}
const datetime = '20130524T000000Z'

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** Signature version 4 in a query, written from Amazon's description alone. */
function signatureOf(method: string, address: URL, headers: Record<string, string>): string {
  const names = Object.keys(headers).sort()
  const query = [...address.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
  const canonical = [
    method,
    address.pathname,
    query.sort().join('&'),
    ...names.map((name) => `${name}:${headers[name] ?? ''}`),
    '',
    names.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n')
  const scope = `20130524/${credentials.region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', datetime, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = ['20130524', credentials.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (from, part) => hmac(from, part),
    `AWS4${credentials.secretAccessKey}`,
  )
  return hmac(key, text).toString('hex')
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)

test.group('An upload straight to an S3-compatible store', () => {
  test('is checked here by a signer that gets Amazon’s published example right', ({ assert }) => {
    const example = new URL(
      'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host',
    )
    assert.equal(
      signatureOf('GET', example, { host: 'examplebucket.s3.amazonaws.com' }),
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    )
  })

  test('has an address that is signed over its key, its type and its size, and runs out', async ({ assert }) => {
    const headers = { 'content-type': 'image/jpeg', 'content-length': '12345' }
    const url = 'https://media.example.com/bucket/01990000-0000-7000-8000-000000000001/3f8e2f4e.in'
    const address = new URL(await presignPut({ url, headers, credentials, seconds: 900, datetime }))
    assert.equal(address.searchParams.get('X-Amz-Expires'), '900')
    assert.equal(address.searchParams.get('X-Amz-SignedHeaders'), 'content-length;content-type;host')
    assert.equal(
      address.searchParams.get('X-Amz-Signature'),
      signatureOf('PUT', address, { ...headers, host: 'media.example.com' }),
    )
  })

  test('is told which headers to send, and shows no secret', async ({ assert }) => {
    const store = new S3Store({ endpoint: 'http://127.0.0.1:9000', bucket: 'media', ...credentials })
    const { url, headers } = await store.uploadTarget('a/b.in', { contentType: 'image/png', size: 7 })
    assert.isTrue(url.startsWith('http://127.0.0.1:9000/media/a/b.in?'))
    assert.deepEqual(headers, { 'content-type': 'image/png' })
    assert.notInclude(url, credentials.secretAccessKey)
  })
})

test('A listing of the store is read page by page, with the time of each file', ({ assert }) => {
  const xml = `<?xml version="1.0"?><ListBucketResult><IsTruncated>true</IsTruncated>
    <Contents><Key>w/one</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><Size>3</Size></Contents>
    <Contents><Key>w/two.in</Key><LastModified>2026-01-02T03:04:06.000Z</LastModified></Contents>
    <NextContinuationToken>1ueGcxLPRx1Tr</NextContinuationToken></ListBucketResult>`
  assert.deepEqual(readListing(xml), {
    files: [
      { key: 'w/one', writtenAt: Date.UTC(2026, 0, 2, 3, 4, 5) },
      { key: 'w/two.in', writtenAt: Date.UTC(2026, 0, 2, 3, 4, 6) },
    ],
    next: '1ueGcxLPRx1Tr',
  })
  assert.deepEqual(readListing('<ListBucketResult></ListBucketResult>'), { files: [], next: '' })
})
