import { BootFailure } from './failure.js'
import { whyNotListen } from './ports.js'

/**
 * Stops with one sentence when nobody could listen where the settings say.
 * @param {{ host: string, port: number }} settings
 */
export async function requireFreePort({ host, port }) {
  const why = await whyNotListen(host, port)
  if (why === undefined) return
  if (why === 'EADDRINUSE') {
    throw new BootFailure(
      `Port ${port} on ${host} is taken by another program.`,
      `Stop that program, or choose another port: PORT=${port + 1} node ace.js start`,
    )
  }
  if (why === 'EACCES') {
    throw new BootFailure(`This user may not listen on port ${port}.`, 'Choose one above 1023: PORT=3001')
  }
  throw new BootFailure(
    `HOST=${host} is no address of this machine (${why}).`,
    'Use HOST=127.0.0.1, or 0.0.0.0 for all.',
  )
}
