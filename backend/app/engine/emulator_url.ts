/** Where this installation's own carrier answers. A server on all addresses is found on the loopback one. */
export function emulatorUrlOf({ host, port }: { host: string; port: number }): string {
  const isEverywhere = host === '0.0.0.0' || host === '::'
  const name = host.includes(':') ? `[${host}]` : host
  return `http://${isEverywhere ? '127.0.0.1' : name}:${port}/dev/twilio`
}
