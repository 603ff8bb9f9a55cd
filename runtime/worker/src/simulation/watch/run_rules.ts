import { isOver, parseDuration, type RunState } from '@soniarose/core'
import { settingsOf } from '@soniarose/graph'
import { ENGINE_ERROR } from '../../engine/collect_writes.ts'
import type { Change } from '../../testing/index.ts'
import type { Row, Watch } from './watch.ts'

type RunChange = Extract<Change, { table: 'runs' }>

/** Texts that are yet to be posted, or being posted. */
const OPEN: ReadonlySet<string> = new Set(['planned', 'held', 'sending'])

/** What must hold of runs and their steps after every commit. */
export class RunRules {
  readonly #watch: Watch
  /** The last step of each run. */
  readonly #lastSeq = new Map<string, number>()
  /** Replies that a run was given and has not taken yet. */
  readonly #replies = new Map<string, string>()
  readonly #taken = new Set<string>()

  constructor(watch: Watch) {
    this.#watch = watch
  }

  onCommit(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.table === 'steps' && change.after) this.#step(change.after)
    }
    for (const change of changes) if (change.table === 'runs') this.#run(change, changes)
  }

  #step(step: Row<'steps'>): void {
    const last = this.#lastSeq.get(step.runId) ?? 0
    this.#watch.demand(
      'each visit is recorded once, without gaps',
      step.seq === last + 1,
      () => `run ${step.runId}: step ${step.seq} after ${last}`,
    )
    this.#lastSeq.set(step.runId, step.seq)
    const replyId = step.detail['replyId']
    if (typeof replyId === 'string') {
      this.#watch.demand(
        'a reply is taken once',
        !this.#taken.has(replyId),
        () => `reply ${replyId} again in ${step.id}`,
      )
      this.#taken.add(replyId)
    }
    this.#punctual(step)
  }

  /** A wait that ended by its own time did not end before it, by the database's clock. */
  #punctual(step: Row<'steps'>): void {
    const { database } = this.#watch.world
    const run = database.runs.need(step.runId)
    const data = database.versions.need(run.versionId).graph.nodes.find((node) => node.id === step.nodeId)?.data ?? {}
    const isTimedOut = step.outcome === 'timeout'
    const asked = isTimedOut
      ? data['timeout']
      : step.nodeType === 'wait' && step.status === 'completed'
        ? data['for']
        : undefined
    const duration = typeof asked === 'string' ? parseDuration(asked) : null
    if (!duration) return
    const due = step.startedAt + duration.days * 86_400_000 + duration.milliseconds
    const now = database.now(step.workspaceId)
    this.#watch.demand(
      'no timer fires early',
      now >= due && step.finishedAt >= due,
      () => `${step.id} (${step.nodeId}) ended ${due - now} ms early`,
    )
  }

  #run({ before, after }: RunChange, changes: readonly Change[]): void {
    if (!after) return
    const { id } = after
    if (before) this.#change(before, after)
    const steps = this.#lastSeq.get(id) ?? 0
    const wanted = isEnded(after) ? after.seq : after.seq - 1
    this.#watch.demand(
      'each visit is recorded once, without gaps',
      steps === wanted,
      () => `run ${id} is ${after.status} at visit ${after.seq} with ${steps} steps`,
    )
    this.#watch.demand(
      'a run keeps its budget',
      after.stepsUsed <= 1_001,
      () => `run ${id} used ${after.stepsUsed} steps`,
    )
    const isOurFault = after.exitReason === ENGINE_ERROR && !this.#watch.world.mayFail(after.id)
    this.#watch.demand('no run fails by a fault of ours', !isOurFault, () => `run ${id} failed at ${after.nodeId}`)
    if (!before) this.#entry(after)
    this.#reply(after, changes)
    this.#wait(after)
  }

  /** Who may come in only once, or not beside a run under way, does not. */
  #entry(run: Row<'runs'>): void {
    const { database } = this.#watch.world
    const { reentry } = settingsOf(database.versions.need(run.versionId).graph)
    const others = [...database.runs.rows()].filter(
      (other) => other.id !== run.id && other.workflowId === run.workflowId && other.contactId === run.contactId,
    )
    const mayEnter = reentry === 'always' || others.length === 0 || (reentry === 'after_exit' && others.every(isEnded))
    this.#watch.demand(
      'who may come in once comes in once',
      mayEnter,
      () => `run ${run.id} of a workflow with re-entry ${reentry}`,
    )
  }

  #change(before: Row<'runs'>, after: Row<'runs'>): void {
    const { id } = after
    this.#watch.demand(
      'a run keeps its version',
      before.versionId === after.versionId,
      () => `run ${id} changed its version`,
    )
    this.#watch.demand(
      'a write counts the epoch up',
      after.epoch > before.epoch || after.seq === before.seq,
      () => `run ${id} moved within epoch ${after.epoch}`,
    )
    const isRetried = before.status === 'failed' && after.status === 'ready' && after.seq === before.seq + 1
    const stays = !isEnded(before) || isRetried || (before.status === after.status && before.seq === after.seq)
    this.#watch.demand('an end is an end', stays, () => `run ${id} went from ${before.status} to ${after.status}`)
    const text =
      before.waitKind === 'message' ? this.#watch.world.database.messages.get(before.waitKey ?? '') : undefined
    const isUntold = after.seq > before.seq && text !== undefined && OPEN.has(text.status)
    this.#watch.demand(
      'a run goes on when its text has come to an end',
      !isUntold,
      () => `run ${id} left ${before.nodeId}, and its text ${text?.id} is ${text?.status}`,
    )
    const dropped = before.signal !== null && after.signal === null && after.seq === before.seq && !isEnded(after)
    this.#watch.demand(
      'what ends a wait is not lost',
      !dropped,
      () => `run ${id} dropped ${JSON.stringify(before.signal)} at ${before.nodeId}`,
    )
  }

  /** A reply stays with the run it was given to until a step has taken it or the run is over. */
  #reply(run: Row<'runs'>, changes: readonly Change[]): void {
    const given = run.signal?.kind === 'reply' ? run.signal.id : (run.pendingReply?.id ?? null)
    const held = this.#replies.get(run.id)
    if (held !== undefined && held !== given) {
      const isTaken = changes.some(
        (change) =>
          change.table === 'steps' && change.after?.runId === run.id && change.after.detail['replyId'] === held,
      )
      this.#watch.demand(
        'a reply is not lost',
        isTaken || isEnded(run),
        () => `run ${run.id} lost the reply ${held} at ${run.nodeId}`,
      )
    }
    const isIgnored =
      run.status === 'waiting' && run.waitKind === 'reply' && run.signal === null && run.pendingReply !== null
    this.#watch.demand(
      'a reply that came early is heard',
      !isIgnored,
      () => `run ${run.id} waits at ${run.nodeId} for the reply that it has`,
    )
    if (given === null) this.#replies.delete(run.id)
    else this.#replies.set(run.id, given)
  }

  /** What a run waits for exists. */
  #wait(run: Row<'runs'>): void {
    if (run.status !== 'waiting' || run.waitKey === null || run.signal !== null) return
    const { database } = this.#watch.world
    const demand = (exists: boolean): void =>
      this.#watch.demand(
        'a run waits for something that exists',
        exists,
        () => `run ${run.id} waits for the ${run.waitKind} ${run.waitKey}`,
      )
    if (run.waitKind === 'message') demand(database.messages.get(run.waitKey)?.runId === run.id)
    if (run.waitKind === 'effect') demand(database.effects.get(run.waitKey)?.runId === run.id)
    if (run.waitKind === 'child')
      demand(database.runs.get(run.waitKey)?.parentRunId === run.id || database.runs.get(run.id)?.signal !== null)
  }
}

export function isEnded({ status }: Pick<RunState, 'status'>): boolean {
  return isOver({ status } as RunState)
}
