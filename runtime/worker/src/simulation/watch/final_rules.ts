import type { Row, Watch } from './watch.ts'
import { isEnded } from './run_rules.ts'

/** How long after the last trouble something may still lie about. */
const PATIENCE_MS = 10_000

const LIVES = 'everything goes on once the trouble is over'

/** What must hold when the trouble is over and everybody has had time: nothing lies about, nothing is missing. */
export function checkAtRest(watch: Watch): void {
  const { database } = watch.world
  for (const run of database.runs.rows()) if (!isEnded(run)) checkRun(watch, run)
  for (const message of database.messages.rows()) checkMessage(watch, message)
  for (const effect of database.effects.rows()) {
    const now = database.environment.now()
    const isForgotten =
      (effect.status === 'planned' && effect.dueAt < now - PATIENCE_MS) ||
      (effect.status === 'running' && (effect.leaseUntil ?? 0) < now - PATIENCE_MS)
    watch.demand(LIVES, !isForgotten, () => `effect ${effect.id} is ${effect.status}`)
  }
  checkLedger(watch)
  for (const [request, count] of watch.world.arrived) {
    if (request.startsWith('POST'))
      watch.demand(
        'a request that is not safe to repeat is not repeated',
        count <= 1,
        () => `${request}: ${count} times`,
      )
  }
}

function checkRun(watch: Watch, run: Row<'runs'>): void {
  const { database } = watch.world
  const now = database.now(run.workspaceId)
  const isOverdue = run.wakeAt !== null && run.wakeAt < now - PATIENCE_MS
  watch.demand(LIVES, !isOverdue, () => `run ${run.id} at ${run.nodeId} was due ${now - (run.wakeAt ?? now)} ms ago`)
  if (run.wakeAt !== null || run.signal !== null) return
  watch.demand(
    LIVES,
    isStillAwaited(watch, run),
    () => `run ${run.id} at ${run.nodeId} waits in vain for the ${run.waitKind} ${run.waitKey}`,
  )
}

/** Whether what the run waits for may still come. */
function isStillAwaited({ world: { database } }: Watch, { waitKind, waitKey }: Row<'runs'>): boolean {
  if (waitKey === null) return false
  if (waitKind === 'message') {
    const { status = '', sendAfter = null, reason = null } = database.messages.get(waitKey) ?? {}
    if (status === 'unknown') return sendAfter !== null || reason === 'held_by_policy'
    return ['planned', 'held', 'sending'].includes(status)
  }
  if (waitKind === 'effect') return ['planned', 'running'].includes(database.effects.get(waitKey)?.status ?? '')
  const child = waitKind === 'child' ? database.runs.get(waitKey) : undefined
  return child !== undefined && !isEnded(child)
}

function checkMessage(watch: Watch, message: Row<'messages'>): void {
  const { database } = watch.world
  const { id, status } = message
  const isPlanned = status === 'planned' || status === 'held'
  const isOverdue =
    isPlanned && message.sendAfter !== null && message.sendAfter < database.now(message.workspaceId) - PATIENCE_MS
  watch.demand(LIVES, !isOverdue, () => `message ${id} is ${status} and was due long ago`)
  const isHeldForEver = status === 'held' && message.sendAfter === null && message.reason !== 'no_sender'
  watch.demand(
    LIVES,
    !isHeldForEver,
    () => `message ${id} is held (${message.reason}), and nobody will look at it again`,
  )
  const isForgotten = status === 'sending' && (message.deadlineAt ?? 0) < database.environment.now() - PATIENCE_MS
  watch.demand(LIVES, !isForgotten, () => `message ${id} is still being sent`)
  if (status === 'unknown') checkUnknown(watch, message)
}

function checkUnknown(watch: Watch, message: Row<'messages'>): void {
  const { database, attempts } = watch.world
  const { id } = message
  const isUnsettled = message.sendAfter !== null && message.sendAfter < database.now(message.workspaceId) - PATIENCE_MS
  watch.demand(LIVES, !isUnsettled, () => `message ${id} is unknown, and its grace ended long ago`)
  const truth = attempts.get(message.attemptId ?? '')
  const isExplained = truth?.written === true || watch.world.lost.has(message.attemptId ?? '')
  watch.demand(
    'only what may have left is unknown',
    isExplained,
    () => `message ${id} (${message.reason}) was never posted`,
  )
  const isIgnored = truth?.heardBy?.isDead === false && truth.isClear
  watch.demand('an answer that was heard is recorded', !isIgnored, () => `message ${id} (${message.reason}) is unknown`)
}

/** What the carrier has taken, nobody calls unsent. */
function checkLedger(watch: Watch): void {
  const { carrier, database } = watch.world
  for (const { text } of carrier.ledger) {
    const status = database.messages.get(text.messageId)?.status ?? 'missing'
    const isAdmitted = ['sending', 'queued', 'sent', 'delivered', 'undelivered', 'unknown', 'failed'].includes(status)
    // A text that its author has sent again keeps the doubt in its attempts.
    const isInAttempts = database.attempts.get(text.attemptId)?.outcome === 'unknown'
    watch.demand(
      'what was sent is shown',
      isAdmitted || isInAttempts,
      () => `message ${text.messageId} was taken and is ${status}`,
    )
  }
}
