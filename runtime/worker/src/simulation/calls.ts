import type { EgressAnswer, HttpEgress } from '../ports/http_egress.ts'
import type { PluginAnswer, PluginHost } from '../ports/plugin_host.ts'
import type { Chance } from './chance.ts'
import type { Machine } from './machine.ts'
import type { Scheduler } from './scheduler.ts'

export interface CallWorld {
  scheduler: Scheduler
  chance: Chance
  /** How often other systems misbehave. */
  trouble: number
  /** Requests that reached another system, by method and address. */
  arrived: Map<string, number>
}

/** Plugins that mostly answer, and sometimes die or say no. */
export function simulatedPlugins({ scheduler, chance, trouble }: CallWorld, machine: Machine): PluginHost {
  return {
    async call(): Promise<PluginAnswer> {
      await scheduler.pause(
        machine,
        'plugin.call',
        chance.happens(trouble) ? chance.between(500, 14_000) : scheduler.latency(),
      )
      if (!chance.happens(trouble)) return { ok: true, outcome: 'done', output: { text: 'Joy' } }
      return { ok: false, code: 'plugin_died', message: 'It died.', retryable: chance.happens(0.6) }
    },
    stop: () => Promise.resolve(),
  }
}

/** Other systems over HTTP. A request that arrives is remembered, whatever is answered. */
export function simulatedEgress({ scheduler, chance, trouble, arrived }: CallWorld, machine: Machine): HttpEgress {
  return {
    async request({ method, url }): Promise<EgressAnswer> {
      await scheduler.pause(machine, 'http.connect', scheduler.latency())
      if (chance.happens(trouble / 2)) return { ok: false, code: 'E_EGRESS_NETWORK', message: 'refused', sent: false }
      const isSilent = chance.happens(trouble / 2)
      const isBusy = chance.happens(trouble / 2)
      await new Promise<void>((resolve) => {
        const arrive = (): void => {
          // 429 says that nothing was done.
          if (!isBusy) arrived.set(`${method} ${url}`, (arrived.get(`${method} ${url}`) ?? 0) + 1)
          resolve()
        }
        scheduler.plan({
          in: scheduler.latency(),
          kind: 'request',
          label: `http.${method}`,
          owner: machine,
          run: arrive,
        })
      })
      await scheduler.pause(machine, 'http.answer', isSilent ? 10_000 : scheduler.latency())
      if (isSilent) return { ok: false, code: 'E_EGRESS_TIMEOUT', message: 'no answer', sent: true }
      return { ok: true, status: isBusy ? 429 : 200, headers: {}, body: 'joy' }
    },
  }
}
