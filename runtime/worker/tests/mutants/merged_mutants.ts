import { amongCrashes, amongFreezes, amongOutages, inARush, inEngine, inStore, merged, type Mutant } from './mutant.ts'

/**
 * Faults in the path on which an outcome, the run's next step and the claim of its next text are one transaction: in the
 * sender's offers, in what the worker does with them, and in the store that stands for the statements.
 */
export const mergedMutants: readonly Mutant[] = [
  {
    name: 'offer_not_dropped',
    says: 'When outcome and next step could not be written, the text claimed with them is forgotten, and counts as unknown.',
    where: (plan) => merged(amongOutages(plan)),
    faults: [inEngine('worker.ts', 'offer.drop() throw error', 'throw error')],
  },
  {
    name: 'batch_offer_not_dropped',
    says: 'When a batch could not be written, the texts claimed as they were planned are forgotten.',
    where: (plan) => merged(amongOutages(plan)),
    faults: [inEngine('engine/engine.ts', 'offer?.drop()', '')],
  },
  {
    name: 'doubtful_births_left',
    says: 'A text whose claim at birth is in doubt is never taken back.',
    where: (plan) => merged(amongOutages(plan)),
    faults: [inEngine('sender/sender.ts', 'this.#doubtful.add(release())', 'release()')],
  },
  {
    name: 'one_look_at_doubts',
    says: 'A claim in doubt is looked at once, though its commit may still be on its way.',
    where: (plan) => merged(amongOutages(plan)),
    faults: [
      inEngine(
        'sender/doubtful_claims.ts',
        'await this.#options.clock.sleep(LOOK_AGAIN_MS, this.#hurry.signal) await this.#once(attemptIds)',
        '',
      ),
      inEngine('sender/doubtful_claims.ts', 'if (failed) reporter.report', 'if (!failed) reporter.report'),
    ],
  },
  {
    name: 'posted_while_planned',
    says: 'A text is posted as soon as the gate has let it go, before the transaction that plans it is committed.',
    where: merged,
    faults: [
      inEngine(
        'sender/sender.ts',
        'this.#inFlight += reserved.length return decided',
        `this.#inFlight += reserved.length
        for (const { message, attemptId } of decided) {
          if (!attemptId || !message.senderId) continue
          const { id: messageId, attempt, senderId, ...text } = message
          this.#begin([{ ...text, messageId, attemptId, senderId, attempt: attempt + 1 }], begun)
        }
        return decided`,
      ),
      inEngine('sender/sender.ts', 'release() this.#begin(texts, begun)', 'release(); void texts'),
    ],
  },
  {
    name: 'not_posted_after_all',
    says: 'A text that was claimed as it was planned is posted by nobody.',
    where: merged,
    faults: [
      inEngine('worker.ts', 'offer.take(report.committed?.toSend ?? [])', 'offer.take([])'),
      inEngine('engine/engine.ts', 'offer?.take(report.toSend ?? [])', 'offer?.take([])'),
    ],
  },
  {
    name: 'room_not_given_back',
    says: 'Every text claimed as it was planned takes a place for ever, until there is no room for another.',
    where: merged,
    faults: [
      inEngine(
        'sender/sender.ts',
        'this.#inFlight -= reserved.length return reserved.splice(0)',
        'return reserved.splice(0)',
      ),
    ],
  },
  {
    name: 'outcome_goes_with_the_step',
    says: 'A run that cannot be written takes the outcome of its text along.',
    where: (plan) => merged({ ...plan, poison: 0.3 }),
    faults: [
      inEngine('sender/recorder.ts', '(await this.#untilWritten(() => recordOnly(records)))', 'null'),
      inEngine('sender/recorder.ts', 'recordOnly([each])', 'record([each])'),
    ],
  },
  {
    name: 'signal_not_taken',
    says: 'A run that goes on at once is not told what became of its text, and waits for it for ever.',
    where: merged,
    faults: [
      inStore(
        'record_outcomes.ts',
        'dueRunOf(database, { ...run, signal: settlement.signal })',
        'dueRunOf(database, run)',
      ),
    ],
  },
  {
    name: 'held_run_advanced_twice',
    says: 'A run that another worker is writing goes on all the same, and neither epoch nor step tells.',
    where: (plan) => merged(inARush(plan)),
    faults: [
      inStore('record_outcomes.ts', "if (!transaction.tryLock(key.run(settlement.runId), 'update')) return []", ''),
      inStore(
        'write_batch.ts',
        'if (run?.epoch !== write.epoch) throw new StoreUnavailable',
        'if (!run) throw new StoreUnavailable',
      ),
      inStore('write_batch.ts', 'database.steps.insert({ ...step', 'database.steps.put({ ...step'),
    ],
  },
  {
    name: 'old_outcome_goes_on',
    says: 'The outcome of an older attempt lets the run go on while its text is still being sent.',
    where: (plan) =>
      merged(amongFreezes({ ...plan, workers: 3, maxSteps: 900, moods: { ...plan.moods, callbackLost: 0.9 } })),
    faults: [
      inStore(
        'record_outcomes.ts',
        'const isNews = isOpen(database, database.messages.get(record.text.messageId), record)',
        'const isNews = true',
      ),
    ],
  },
  {
    name: 'outcome_not_written_with_step',
    says: 'A run goes on at once, and what became of its text is not written.',
    where: merged,
    faults: [
      inStore(
        'record_outcomes.ts',
        'const written = records.filter((record) => writeOutcome(database, record))',
        'const written = batch ? [] : records.filter((record) => writeOutcome(database, record))',
      ),
    ],
  },
  {
    name: 'facts_before_effects',
    says: 'A run goes on by facts from before its outcome: the number that cannot be texted is texted again.',
    where: (plan) => merged({ ...plan, moods: { ...plan.moods, refused: 0.5 } }),
    faults: [
      inStore(
        'record_outcomes.ts',
        "const isPlain = goOn !== undefined && records.every(({ effect }) => effect === 'none')",
        'const isPlain = goOn !== undefined',
      ),
    ],
  },
  {
    name: 'born_beside_another',
    says: 'A text is claimed as it is planned while another of its contact is being sent.',
    where: merged,
    faults: [
      inStore('write_messages.ts', 'hasNoneBefore(database, row, ended) &&', 'Boolean(ended) &&'),
      inStore('unique.ts', "if (status === 'sending') {", 'if (false) {'),
    ],
  },
  {
    name: 'born_before_its_slot',
    says: 'A text is claimed as it is planned before its sender may send again.',
    where: (plan) => merged({ ...plan, limitedSender: true }),
    faults: [
      inStore('write_messages.ts', 'if (isDue(row) && !first.has(row.contactId))', 'if (!first.has(row.contactId))'),
    ],
  },
  {
    name: 'refused_at_birth_not_told',
    says: 'A run is not told that the gate refused its text as it was planned.',
    where: (plan) => merged({ ...plan, moods: { ...plan.moods, refused: 0.5 } }),
    faults: [
      inStore(
        'write_messages.ts',
        'const settledRuns = settleWaits(database, settlementsOf(decided))',
        'const settledRuns = 0',
      ),
    ],
  },
  {
    name: 'claimed_without_deadline',
    says: 'A text that was claimed as it was planned has no deadline: when its worker dies, it is being sent for ever.',
    where: (plan) => merged({ ...amongCrashes(plan), disksLost: 1 }),
    faults: [
      inStore(
        'write_messages.ts',
        'decision ? { ...row, ...columnsOf(database, row, decision) } : row',
        'decision ? { ...row, ...columnsOf(database, row, decision), deadlineAt: null } : row',
      ),
    ],
  },
  {
    name: 'any_outcome_ends_the_wait',
    says: 'The late outcome of a text that its run has gone on without ends the wait for the next one.',
    where: (plan) => ({ ...amongFreezes(plan), moods: { ...plan.moods, mute: 0.5, callbackLost: 0.9 } }),
    faults: [
      inStore(
        'settle.ts',
        'if (run.waitKind !== signal.kind || run.waitKey !== signal.key) continue',
        'if (run.waitKind !== signal.kind) continue',
      ),
    ],
  },
]
