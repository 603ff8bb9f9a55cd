import { amongCrashes, amongFreezes, amongOutages, inCore, inEngine, type Mutant } from './mutant.ts'

/** Faults in the engine, the sender, the calls and the core themselves. */
export const engineMutants: readonly Mutant[] = [
  {
    name: 'parent_forgotten',
    says: 'A run that waits for a workflow that it started is not told of its end, and waits for ever.',
    faults: [
      inEngine(
        'engine/collect_writes.ts',
        'writes.parents.push({ parentRunId: due.parentRunId, childRunId: run.id, status: run.status })',
        '',
      ),
    ],
  },
  {
    name: 'early_reply_kept',
    says: 'A reply that was heard stays with the run, and answers its next question as well.',
    faults: [
      inEngine('engine/collect_writes.ts', 'dropReply: result.pendingReplyTaken || isOver(run)', 'dropReply: false'),
    ],
  },
  {
    name: 'wait_without_alarm',
    says: 'The time at which a wait is over is not written: nothing ever wakes the run.',
    faults: [
      inEngine(
        'engine/collect_writes.ts',
        'wakeAt: over ? null : wait ? wait.wakeAt : due.now',
        'wakeAt: over ? null : wait ? null : due.now',
      ),
    ],
  },
  {
    name: 'outage_taken_for_poison',
    says: 'A database that is away for a moment makes healthy runs fail.',
    faults: [
      inEngine(
        'engine/engine.ts',
        'if (error instanceof StoreUnavailable) throw error\n      await this.#bisect',
        'await this.#bisect',
      ),
    ],
  },
  {
    name: 'post_before_commit',
    says: 'A text is posted before its claim is committed, so that a crash in between sends it twice.',
    faults: [
      inEngine(
        'sender/sender.ts',
        'return await batch.commit(decided)',
        `for (const { message, attemptId } of decided) {
        if (!attemptId || !message.senderId) continue
        const { id: messageId, attempt, senderId, ...text } = message
        this.#begin([{ ...text, messageId, attemptId, senderId, attempt: attempt + 1 }], this.#options.clock.monotonic())
      }
      return { ...(await batch.commit(decided)), toSend: [] }`,
      ),
    ],
  },
  {
    name: 'time_out_sent_again',
    says: 'A POST without an answer is posted again, though the carrier may have taken it.',
    faults: [
      inEngine(
        'sender/judge_answer.ts',
        "if (judged.outcome === 'retry') return",
        "if (judged.outcome === 'retry' || judged.outcome === 'unknown') return",
      ),
      inEngine(
        'sender/judge_answer.ts',
        'return { class: judged, retryInMs: Math.max',
        "return { class: { ...judged, outcome: 'retry' }, retryInMs: Math.max",
      ),
    ],
  },
  {
    name: 'posting_not_noted',
    says: 'The journal is not told that a request begins, and so calls unposted what has left.',
    faults: [inEngine('sender/sender.ts', 'journal.posting(text.attemptId)', '')],
  },
  {
    name: 'claim_not_noted',
    says: 'The journal is not told of claims: what a dead worker never posted counts as unknown for a day.',
    faults: [inEngine('sender/sender.ts', 'journal.claimed(attemptsOf(decided))', '')],
  },
  {
    name: 'journal_ignored',
    says: 'A new worker does not read what dead ones left behind.',
    faults: [inEngine('worker.ts', 'await reconcile(this.#ports)', '')],
  },
  {
    name: 'journal_misread',
    says: 'What may have been posted by a dead worker is posted again.',
    faults: [
      inEngine(
        'sender/reconcile.ts',
        'messages.takeBack(left.neverPosted)',
        'messages.takeBack([...left.neverPosted, ...left.maybePosted])',
      ),
    ],
  },
  {
    name: 'doubtful_claims_left',
    says: 'A claim whose commit is in doubt is forgotten, and its text becomes unknown though nobody posted it.',
    where: amongOutages,
    faults: [inEngine('sender/sender.ts', 'this.#doubtful.add(attemptsOf(decided))', '')],
  },
  {
    name: 'old_claims_posted',
    says: 'A worker that stood still for an hour posts what it had claimed before.',
    where: amongFreezes,
    faults: [inEngine('sender/sender.ts', 'if (clock.monotonic() - claimedAt > BEGIN_WITHIN_MS)', 'if (false)')],
  },
  {
    name: 'outcome_given_up',
    says: 'An answer is thrown away when the database is away for a moment.',
    where: amongOutages,
    faults: [inEngine('sender/recorder.ts', 'if (!(error instanceof StoreUnavailable)) return null', 'return null')],
  },
  {
    name: 'gate_overruled',
    says: 'The sender posts whatever the gate says.',
    faults: [
      inEngine(
        'sender/decide_batch.ts',
        'const decision = decide(message.facts)',
        "const decision = { ...decide(message.facts), outcome: 'send' } as ReturnType<typeof decide>",
      ),
    ],
  },
  {
    name: 'claims_never_expire',
    says: 'A text whose worker is gone for good is being sent for ever.',
    faults: [inEngine('sweep.ts', 'const expired = await messages.expireClaims()', 'const expired = 0')],
  },
  {
    name: 'graces_never_end',
    says: 'An unknown text holds its run for ever.',
    faults: [inEngine('sweep.ts', 'await messages.settleUnknown()', '')],
  },
  {
    name: 'sweep_does_not_look',
    says: 'A lost ring is a lost wake-up.',
    faults: [inEngine('sweep.ts', 'await pokeAll() const expired', 'const expired')],
  },
  {
    name: 'lost_request_repeated',
    says: 'A POST whose worker died is made again, and charges somebody twice.',
    where: amongCrashes,
    faults: [inEngine('effects/run_http_request.ts', 'if (lost && !IDEMPOTENT.has(method))', 'if (false)')],
  },
  {
    name: 'silent_request_repeated',
    says: 'A POST without an answer is made again.',
    faults: [
      inEngine(
        'effects/run_http_request.ts',
        'const mayRepeat = !sent || IDEMPOTENT.has(method)',
        'const mayRepeat = true || sent',
      ),
    ],
  },
  {
    name: 'wait_ended_by_any_look',
    says: 'A wait is over whenever something makes the run look.',
    faults: [inCore('advance.ts', 'if (due === null || due > walk.now)', 'if (due === null)')],
  },
  {
    name: 'early_reply_unheard',
    says: 'A question does not take the reply that came before it was reached.',
    faults: [
      inCore(
        'nodes/branch_on_reply.ts',
        'const early = visit.takePendingReply()',
        'const early = undefined as ReturnType<typeof visit.takePendingReply>',
      ),
    ],
  },
  {
    name: 'ids_without_visit',
    says: 'Two texts of one run have the same id, and the run cannot be written.',
    faults: [
      inCore(
        'walk.ts',
        'derivedUuid(this.now, `${this.run.id}/${this.run.seq}/${this.#ids++}/${this.event.seed}`)',
        'derivedUuid(0, this.run.id)',
      ),
    ],
  },
]
