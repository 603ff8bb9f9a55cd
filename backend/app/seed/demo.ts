import { fiveDaysOfJoy } from '@soniarose/graph'
import { createContact } from '#app/contacts/create_contact'
import type { Tx } from '#app/core/db'
import { publish } from '#app/workflows/publish'

export interface Demo {
  workspaceId: string
  userId: string
  /** Not in a live workspace: nobody there asked for texts. */
  withContacts: boolean
}

const people = [
  { firstName: 'Amara', lastName: 'Okafor', phone: '+14155550132', tags: ['newsletter'], favourite: 'gardening' },
  {
    firstName: 'Jonas',
    lastName: 'Lindqvist',
    phone: '+12125550147',
    tags: ['newsletter', 'runner'],
    favourite: 'running',
  },
  { firstName: 'Mei', lastName: 'Tanaka', phone: '+16175550119', tags: [], favourite: 'tea' },
  { firstName: 'Rosa', lastName: 'Delgado', phone: '+13035550176', tags: ['vip'], favourite: 'music' },
  {
    firstName: 'Theo',
    lastName: 'Marchetti',
    phone: '+15035550108',
    tags: ['vip', 'newsletter'],
    favourite: 'cooking',
  },
] as const

/** One who has not agreed yet: gets no text, and shows why. */
const undecided = { firstName: 'Nadia', lastName: 'Haddad', phone: '+17735550164' }

const zones = [
  'Pacific/Honolulu',
  'America/Los_Angeles',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Berlin',
  'Africa/Nairobi',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Bangkok',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Auckland',
]

const hourIn = (zone: string, at: Date) =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(at))

/** Zones in which it is the middle of the day: there the quiet hours let a first text go out at once, whenever one starts. */
export function daytimeZones(at: Date): string[] {
  const open = zones.filter((zone) => hourIn(zone, at) >= 10 && hourIn(zone, at) < 16)
  return open.length > 0 ? open : zones
}

const WORDING =
  'I agree to receive recurring automated text messages from SoniaRose at the number that I gave. Consent is not a condition of any purchase. Reply STOP to opt out, HELP for help.'

async function addPeople(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  const origin = { workspaceId, actor: 'demo', ip: null }
  const open = daytimeZones(now)
  for (const [at, { favourite, ...person }] of people.entries()) {
    const consent = { source: 'demo', wording: WORDING, at: now.toISOString() }
    const timeZone = open[at % open.length] ?? 'America/New_York'
    const made = await createContact(
      tx,
      { ...person, tags: [...person.tags], timeZone, attributes: { favourite }, consent },
      origin,
    )
    if (!made.ok) throw new Error(`a contact of the demo was refused: ${made.error.type}`)
  }
  await createContact(tx, { ...undecided, tags: [] }, origin)
}

/**
 * Fills a workspace so that there is something to see: “Five Days of Joy”, published, and some people, who enter it as
 * every new contact does.
 */
export async function seedDemo(tx: Tx, demo: Demo): Promise<void> {
  const { workspaceId } = demo
  await tx.query(`UPDATE workspaces SET settings = settings || '{"brandName": "SoniaRose"}' WHERE id = $1`, [
    workspaceId,
  ])
  const [workflow] = await tx.query<{ id: string }>(
    'INSERT INTO workflows (workspace_id, name, draft) VALUES ($1, $2, $3) RETURNING id',
    [workspaceId, fiveDaysOfJoy.name, JSON.stringify(fiveDaysOfJoy)],
  )
  if (workflow === undefined) throw new Error('the workflow of the demo was not stored')
  if (!demo.withContacts) return
  const published = await publish(tx, { workspaceId, workflowId: workflow.id }, demo.userId)
  if (!published.ok) throw new Error(`the workflow of the demo can't be published: ${JSON.stringify(published.error)}`)
  const [clock] = await tx.query<{ now: Date }>('SELECT workspace_now($1) AS now', [workspaceId])
  await addPeople(tx, workspaceId, clock?.now ?? new Date())
}
