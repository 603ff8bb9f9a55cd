import type { IncomingMessage } from 'node:http'

const LOOPBACK_NAME = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/i

/** Whether a host name means this machine. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_NAME.test(host)
}

/**
 * Whether a request was made on this machine, to this machine, by nobody's proxy and no other site's page:
 * a proxy in front would make every stranger look local, and a page elsewhere can make a browser post to localhost.
 */
export function isLocalRequest(req: IncomingMessage): boolean {
  const address = req.socket.remoteAddress ?? ''
  if (!/^(::ffff:)?127\.|^::1$/.test(address)) return false
  if (req.headers['x-forwarded-for'] !== undefined || req.headers.forwarded !== undefined) return false
  if (!isLoopbackHost((req.headers.host ?? '').replace(/:\d+$/, ''))) return false
  const { origin } = req.headers
  return origin === undefined || isLoopbackHost(URL.parse(origin)?.hostname ?? '')
}
