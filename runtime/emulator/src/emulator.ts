import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendFile } from './api/media.ts'
import { routeApi } from './api/route_api.ts'
import { createControl } from './control/control.ts'
import type { EmulatorControl } from './control/control.ts'
import { routeControl } from './control/route_control.ts'
import { refuse, sendRefusal } from './http/answer.ts'
import { optionsSchema } from './options.ts'
import type { EmulatorOptions } from './options.ts'
import { setAccount, setNumber, setService } from './state/world_changes.ts'
import { createWorld } from './world.ts'
import type { World } from './world.ts'

/** A local Twilio. */
export interface Emulator {
  /** A plain Node request listener. It answers every request: ask `handles` first where the server has others. */
  handler: (req: IncomingMessage, res: ServerResponse) => void
  /** Whether a request's URL lies under the emulator's prefix. */
  handles: (url: string | undefined) => boolean
  control: EmulatorControl
  /** Sets where the emulator is reached (an origin, without the prefix), once the port is known. */
  setOrigin: (origin: string) => void
  /** Forgets what was to come, drops the webhooks' connections and answers that a fault left hanging. */
  close: () => Promise<void>
}

/** Makes a local Twilio. Throws a ZodError that names the option that is wrong. */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const settings = optionsSchema.parse(options)
  const world = createWorld(settings)
  for (const [sid, account] of Object.entries(settings.accounts)) setAccount(world, sid, account)
  for (const number of settings.numbers) setNumber(world, number)
  for (const service of settings.services) setService(world, service)
  for (const rule of settings.rules) world.rules.add(rule)
  const control = createControl(world)
  const open = new Set<ServerResponse>()
  const { prefix } = settings
  return {
    control,
    handles: (url) =>
      url !== undefined && (url === prefix || url.startsWith(`${prefix}/`) || url.startsWith(`${prefix}?`)),
    setOrigin: (origin) => {
      world.publicUrl = origin.replace(/\/$/, '') + prefix
    },
    handler: (req, res) => {
      open.add(res)
      world.requestsUnderWay += 1
      res.once('close', () => void open.delete(res))
      void answer(world, { control, req, res }).finally(() => {
        world.requestsUnderWay -= 1
      })
    },
    close: async () => {
      world.scheduler.close()
      world.webhooks.close()
      for (const res of open) res.destroy()
    },
  }
}

interface Exchange {
  control: EmulatorControl
  req: IncomingMessage
  res: ServerResponse
}

async function answer(world: World, { control, req, res }: Exchange): Promise<void> {
  const { prefix } = world.settings
  const url = req.url ?? '/'
  const inside = url.startsWith(prefix) ? url.slice(prefix.length) : url
  const mark = inside.indexOf('?')
  const path = mark === -1 ? inside : inside.slice(0, mark)
  const search = mark === -1 ? '' : inside.slice(mark + 1)
  try {
    if (path.startsWith('/control/')) {
      // A client that waits for idleness is no reason not to be idle.
      world.requestsUnderWay -= 1
      await routeControl(
        { control, enabled: world.settings.control, req, res },
        path.slice('/control'.length),
        search,
      ).finally(() => {
        world.requestsUnderWay += 1
      })
    } else if (path.startsWith('/mms/')) sendFile({ world, req, res }, path.slice('/mms/'.length))
    else await routeApi({ world, req, res }, path, search)
  } catch (error) {
    world.events.add('fault', null, { path, reason: error instanceof Error ? error.message : String(error) })
    sendRefusal(res, refuse(20500, { status: 500 }))
  }
}
