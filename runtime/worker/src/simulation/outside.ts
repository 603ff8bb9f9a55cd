import { toIso } from '@soniarose/core'
import { StoreUnavailable } from '../ports/store_unavailable.ts'
import { publish } from '../testing/memory/memory_version_store.ts'
import {
  cancelRun,
  changeContact,
  enroll,
  optOut,
  receiveEvent,
  retryRun,
} from '../testing/memory/outside/steer_runs.ts'
import { randomGraph } from './graphs.ts'
import type { Plan } from './plan.ts'
import type { World } from './world.ts'

/** What people and other systems do of their own accord while a simulation lasts. */
export class Outside {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** Everybody is enrolled in something; from then on one happening plans the next. */
  begin(): void {
    for (const workflowId of this.#world.workflowIds) {
      const { scheduler, chance, database, webSession, contacts } = this.#world
      const contactIds = contacts.map(({ id }) => id)
      const run = (): void => void enroll(database, webSession, { workflowId, contactIds }).catch(() => undefined)
      scheduler.plan({ in: chance.between(0, 5_000), kind: 'outside', label: 'enrol', owner: null, run })
    }
    this.#next()
  }

  #next(): void {
    const { scheduler, chance, plan } = this.#world
    const apart = 120_000 / plan.outsidePerMinute
    const run = (): void => {
      if (!this.#world.isTroubled) return
      void this.#act()
      this.#next()
    }
    scheduler.plan({ in: chance.next() * apart, kind: 'outside', label: 'outside', owner: null, run })
  }

  async #act(): Promise<void> {
    const { chance, plan } = this.#world
    const action = chance.pick(ACTIONS[plan.people])
    try {
      await action(this.#world)
    } catch (error) {
      // A person sees an error and leaves it at that.
      if (!(error instanceof StoreUnavailable)) throw error
    }
    this.#world.ring(this.#world.web, chance.pick(['runs', 'messages', 'effects']))
  }
}

type Action = (world: World) => unknown

const text: Action = ({ chance, people, contacts }) =>
  people.text(chance.pick(contacts).phone, chance.pick(['yes', 'no', '12', 'JOY', 'hm']))

const stop: Action = ({ chance, people, contacts }) =>
  people.text(chance.pick(contacts).phone, chance.pick(['STOP', 'stop', 'unsubscribe']))

const start: Action = ({ chance, people, contacts }) => people.text(chance.pick(contacts).phone, 'START')

const optOutByApi: Action = ({ chance, database, webSession, contacts }) => {
  const { workspaceId, phone } = chance.pick(contacts)
  return optOut(database, webSession, {
    workspaceId,
    phone,
    kind: 'opt_out',
    source: 'api',
    text: null,
    messageId: null,
  })
}

const event: Action = ({ chance, database, webSession, contacts }) =>
  receiveEvent(database, webSession, {
    contactId: chance.pick(contacts).id,
    name: chance.pick(['paid', 'left', 'clicked']),
    data: { by: 'shop' },
  })

const enrol: Action = ({ chance, database, webSession, contacts, workflowIds }) =>
  enroll(database, webSession, { workflowId: chance.pick(workflowIds), contactIds: contacts.map(({ id }) => id) })

const change: Action = ({ chance, database, webSession, contacts }) => {
  const contact = chance.pick(contacts)
  const due = toIso(database.now(contact.workspaceId) + chance.between(-60_000, 600_000))
  const attributes = { ...database.contacts.need(contact.id).attributes, due }
  const timeZone = chance.pick(['America/New_York', 'America/Chicago'])
  return changeContact(database, webSession, { contactId: contact.id, set: { attributes, timeZone } })
}

const cancel: Action = ({ chance, database, webSession }) => {
  const runs = [...database.runs.rows()]
  return runs.length > 0 ? cancelRun(database, webSession, chance.pick(runs).id) : null
}

const retry: Action = ({ chance, database, webSession }) => {
  const failed = [...database.runs.rows()].filter((run) => run.status === 'failed')
  return failed.length > 0 ? retryRun(database, webSession, chance.pick(failed).id) : null
}

const pauseWorkflow: Action = ({ chance, database, workflowIds }) => {
  const flow = database.workflows.need(chance.pick(workflowIds))
  database.workflows.update(flow.id, { status: flow.status === 'live' ? 'paused' : 'live' })
}

const freeze: Action = ({ chance, database, contacts }) => {
  const workspace = database.workspaces.need(chance.pick(contacts).workspaceId)
  database.workspaces.update(workspace.id, { frozen: !workspace.frozen })
}

/** The sandbox's clock is moved on: everybody's time in that workspace. */
const passTime: Action = ({ chance, database, contacts }) => {
  const workspace = database.workspaces.need(chance.pick(contacts).workspaceId)
  database.workspaces.update(workspace.id, { clockOffset: workspace.clockOffset + chance.between(1, 600) * 1_000 })
}

/** A new version: runs under way keep theirs. */
const republish: Action = ({ chance, database, workflowIds, plan }) => {
  const flow = database.workflows.need(chance.pick(workflowIds))
  const surroundings = {
    name: flow.name,
    trigger: { on: 'manual' },
    others: [],
    unknownAfter: `PT${plan.unknownGraceMs / 1_000}S`,
  }
  publish(database, { workspaceId: flow.workspaceId, workflowId: flow.id, graph: randomGraph(chance, surroundings) })
}

const ANYTHING: readonly Action[] = [
  text,
  text,
  text,
  event,
  event,
  enrol,
  enrol,
  change,
  cancel,
  retry,
  stop,
  start,
  start,
  optOutByApi,
  pauseWorkflow,
  freeze,
  passTime,
  passTime,
  republish,
]

const ACTIONS: Readonly<Record<Plan['people'], readonly Action[]>> = {
  anything: ANYTHING,
  rush: [enrol, enrol, enrol, stop, stop, optOutByApi, start, start, event],
  texts: [text, text, event, change],
}
