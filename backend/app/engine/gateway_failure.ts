import type { PostOutcome } from '@soniarose/messaging'

/**
 * What an error of the SDK says, without the error itself: a raw one holds the Authorization header and the text, and
 * both `util.inspect` and `JSON.stringify` would print them. Never throws.
 */
export function describeFailure(error: unknown): PostOutcome {
  const httpStatus = numberOf(error, 'status')
  const code = propertyOf(error, 'code')
  if (httpStatus !== null) {
    return { httpStatus, code: typeof code === 'number' ? code : null, requestWritten: true }
  }
  // A client that gave up waiting, or a socket that broke: unsure counts as written.
  return { networkError: typeof code === 'string' ? code : 'no answer', requestWritten: true }
}

function numberOf(value: unknown, name: string): number | null {
  const found = propertyOf(value, name)
  return typeof found === 'number' ? found : null
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
