import type { Graph } from '@soniarose/graph'
import { DEFAULT_WORKSPACE_HOURS } from '@soniarose/messaging'
import type { MemoryDatabase } from '../testing/index.ts'
import { publish } from '../testing/memory/memory_version_store.ts'
import type { Chance } from './chance.ts'
import { randomGraph } from './graphs.ts'
import type { Plan } from './plan.ts'

export interface Furnishing {
  plan: Plan
  /** Workflows to publish instead of random ones. */
  graphs?: readonly Graph[] | undefined
}

/** Fills an empty database: a workspace or two, a number each, contacts and published workflows. @returns the workflows */
export function furnish(database: MemoryDatabase, chance: Chance, { plan, graphs }: Furnishing): string[] {
  const workspaces = Array.from({ length: chance.happens(0.3) ? 2 : 1 }, (_, index) =>
    addWorkspace(database, index, plan),
  )
  for (let index = 0; index < plan.contacts; index++) addContact(database, chance.pick(workspaces), index)
  const workflowIds: string[] = []
  for (let index = 0; index < (graphs?.length ?? plan.workflows); index++) {
    const workflowId = database.newId()
    const graph = graphs?.[index] ?? anyGraph(chance, { plan, index, others: workflowIds })
    publish(database, { workspaceId: chance.pick(workspaces), workflowId, graph })
    workflowIds.push(workflowId)
  }
  return workflowIds
}

/** A workflow may start those before it, so that no two start each other for ever. */
function anyGraph(
  chance: Chance,
  { plan, index, others }: { plan: Plan; index: number; others: readonly string[] },
): Graph {
  const trigger = chance.pick([
    { on: 'manual' },
    { on: 'manual' },
    { on: 'tag_added', tag: 'warm' },
    { on: 'keyword', keywords: ['JOY'] },
    { on: 'event', name: 'clicked' },
  ])
  const unknownAfter = `PT${plan.unknownGraceMs / 1_000}S`
  return randomGraph(chance, { name: `Flow ${index}`, trigger, others: [...others], unknownAfter })
}

function addWorkspace(database: MemoryDatabase, index: number, plan: Plan): string {
  const id = database.newId()
  const own = { name: `Workspace ${index}`, timeZone: 'America/New_York', hours: DEFAULT_WORKSPACE_HOURS }
  database.workspaces.put({
    id,
    clockOffset: index * 3_600_000,
    frozen: false,
    timeZone: own.timeZone,
    hours: own.hours,
  })
  const sender = {
    id: database.newId(),
    workspaceId: id,
    address: `+1500555000${index}`,
    isDefault: true,
    paused: false,
    nextSlotAt: null,
    lateSince: null,
    lateUntil: null,
  }
  database.senders.put({ ...sender, perSecond: plan.limitedSender ? 0.5 : null })
  return id
}

function addContact(database: MemoryDatabase, workspaceId: string, index: number): void {
  const person = {
    firstName: 'Ana',
    lastName: null,
    email: null,
    timeZone: 'America/New_York',
    optInStatus: 'opted_in',
  } as const
  const rest = { tags: [], attributes: {}, senderId: null, createdAt: database.now(workspaceId) }
  database.contacts.put({ id: database.newId(), workspaceId, phone: `+1212555010${index}`, ...person, ...rest })
}
