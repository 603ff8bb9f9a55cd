import { amongCrashes, amongFreezes, amongPeople, inARush, inStore, withRate, type Mutant } from './mutant.ts'

/** Faults that a statement may have: each is planted in the store that stands for it. */
export const storeMutants: readonly Mutant[] = [
  {
    name: 'no_fence',
    says: 'A worker that was frozen past its claim writes all the same.',
    faults: [
      inStore(
        'memory_transaction.ts',
        "if (!this.#isOpen) throw new StoreUnavailable('terminating connection due to idle-in-transaction timeout')",
        '',
      ),
      inStore(
        'write_batch.ts',
        'if (run?.epoch !== write.epoch) throw new StoreUnavailable',
        'if (!run) throw new StoreUnavailable',
      ),
    ],
  },
  {
    name: 'no_skip_locked',
    says: 'Two workers advance the same run, and nobody counts the epoch.',
    faults: [
      inStore(
        'memory_run_store.ts',
        "taken.length < share && transaction.tryLock(key.run(run.id), 'update')",
        'taken.length < share',
      ),
      inStore(
        'write_batch.ts',
        'if (run?.epoch !== write.epoch) throw new StoreUnavailable',
        'if (!run) throw new StoreUnavailable',
      ),
    ],
  },
  {
    name: 'wrong_clock',
    says: 'What is due is judged by a clock that is half a minute ahead.',
    faults: [
      inStore(
        'due_run.ts',
        'run.wakeAt <= database.now(run.workspaceId)',
        'run.wakeAt <= database.now(run.workspaceId) + 30_000',
      ),
    ],
  },
  {
    name: 'stop_unlocked',
    says: 'A text is claimed while its contact is opting out: neither the contact nor the text holds the two apart.',
    faults: [
      inStore(
        'due_messages.ts',
        "taken.push(...locked.filter((message) => transaction.tryLock(key.contact(message.contactId), 'share')))",
        'taken.push(...locked)',
      ),
      inStore('outside/apply_stop.ts', "  await transaction.lock(messages.map(key.message), 'update')\n", ''),
    ],
  },
  {
    name: 'runs_outlive_stop',
    says: 'A STOP cancels the texts and leaves the runs waiting for them.',
    faults: [
      inStore('outside/apply_stop.ts', "  exitRuns(database, runIds, { status: 'exited', reason: 'opted_out' })\n", ''),
    ],
  },
  {
    name: 'late_run_forgotten',
    says: 'A run that begins beside a STOP loses its text and waits for it for ever.',
    where: inARush,
    faults: [
      inStore(
        'outside/apply_stop.ts',
        '[...new Set([...runs.map((run) => run.id), ...late])]',
        'runs.map((run) => run.id)',
      ),
    ],
  },
  {
    name: 'two_in_flight',
    says: 'Two texts of one contact are on their way at once, and overtake each other.',
    faults: [
      inStore('due_messages.ts', "    if (other.status === 'sending') return false\n", ''),
      inStore('unique.ts', "if (status === 'sending') {", 'if (false) {'),
    ],
  },
  {
    name: 'before_its_time',
    says: 'A text goes out before its slot, its hold or its next try has come.',
    faults: [
      inStore(
        'due_messages.ts',
        'return message.sendAfter !== null && message.sendAfter <= database.now(message.workspaceId)',
        'return true',
      ),
    ],
  },
  {
    name: 'early_reply_dropped',
    says: 'A reply that comes before the carrier has answered is stored, and given to nobody.',
    faults: [inStore('outside/receive_inbound.ts', '{ pendingReply: reply, lane: 0 }', '{ lane: 0 }')],
  },
  {
    name: 'second_reply_wins',
    says: 'A second reply takes the place of one that the run has not read yet.',
    faults: [
      inStore('outside/receive_inbound.ts', "return run.status === 'waiting' && run.signal === null", 'return true'),
    ],
  },
  {
    name: 'settled_twice',
    says: 'A wait that was ended by a reply is ended again by an event, and the reply is gone.',
    where: amongPeople,
    faults: [inStore('outside/steer_runs.ts', "if (run.status !== 'waiting' || run.signal !== null) return false", '')],
  },
  {
    name: 'text_taken_in_twice',
    says: 'A webhook that comes twice is a text that comes twice.',
    faults: [
      inStore(
        'outside/receive_inbound.ts',
        'if (message.providerSid === text.messageSid) return NOTHING',
        'if (message.providerSid === NOTHING.runId) continue',
      ),
      inStore('unique.ts', 'if (providerSid !== null) refuseOther', "if (providerSid === '') refuseOther"),
    ],
  },
  {
    name: 'any_attempt_counts',
    says: 'The late outcome of an older attempt is taken for the one under way.',
    where: amongFreezes,
    faults: [
      inStore(
        'record_outcomes.ts',
        "message.status === 'unknown') return message.attemptId === text.attemptId",
        "message.status === 'unknown') return text !== null",
      ),
    ],
  },
  {
    name: 'late_at_once',
    says: 'What came due while no worker ran goes out all at once when one comes back.',
    where: withRate,
    faults: [
      inStore('slot_late.ts', '(row.sendAfter ?? now) < now - LATE_MS', '(row.sendAfter ?? now) < now - LATE_MS * 1e6'),
    ],
  },
  {
    name: 'late_turn_twice',
    says: 'Two late texts get the same turn.',
    where: withRate,
    faults: [inStore('slot_late.ts', 'meter.until = slot + took', 'meter.until = Math.max(slot, now + took)')],
  },
  {
    name: 'status_falls',
    says: 'A callback that comes late says that a delivered text was only sent.',
    faults: [
      inStore(
        'outside/apply_status.ts',
        'status: rises || wasOpen ? OURS[status] : message.status',
        'status: rises || wasOpen || true ? OURS[status] : message.status',
      ),
    ],
  },
  {
    name: 'dead_claims_sent_again',
    says: 'A claim whose deadline has passed goes back to the plan, though it may have been posted.',
    faults: [inStore('unknown.ts', "status: 'unknown', deadlineAt: null", "status: 'planned', deadlineAt: null")],
  },
  {
    name: 'sent_for_nobody',
    says: 'A text that its run has gone on without, or that belongs to an ended run, is sent all the same.',
    where: amongFreezes,
    faults: [
      inStore(
        'unknown.ts',
        'if (isAwaited(database, message)) return { status',
        'if (isAwaited(database, message) || true) return { status',
      ),
    ],
  },
  {
    name: 'attempt_number_again',
    says: 'A text that was taken back has its attempt number again, and its outcome cannot be written.',
    where: amongCrashes,
    faults: [
      inStore(
        'unknown.ts',
        '      attemptId: null,\n',
        '      attemptId: null,\n      attempt: Math.max(message.attempt - 1, 0),\n',
      ),
    ],
  },
  {
    name: 'grace_without_end',
    says: 'When the grace of an unknown text ends, its run is not told.',
    faults: [inStore('unknown.ts', 'moved += settleWaits(database, [skipped])', 'moved += skipped ? 0 : 1')],
  },
  {
    name: 'accepted_and_not_told',
    says: 'A run is not told that its text was accepted.',
    faults: [
      inStore(
        'record_outcomes.ts',
        "if (judged.outcome === 'accepted') return [",
        "if (judged.outcome === 'accepted') return [].length > 0 ? [] : text.attempt > 0 ? [] : [",
      ),
    ],
  },
  {
    name: 'skipped_and_not_told',
    says: 'A run is not told that its text will not go out.',
    faults: [
      inStore('write_decisions.ts', 'settledRuns: settleWaits(database, settlementsOf(decided)) }', 'settledRuns: 0 }'),
    ],
  },
  {
    name: 'texts_forgotten',
    says: 'A batch writes its runs and steps, and not the texts that they wait for.',
    faults: [
      inStore(
        'write_messages.ts',
        'database.messages.insert(decision ? { ...row, ...columnsOf(database, row, decision) } : row)',
        'if (decision) database.messages.insert({ ...row, ...columnsOf(database, row, decision) })',
      ),
    ],
  },
  {
    name: 'half_a_batch',
    says: 'A batch that fails half-way leaves its first half.',
    faults: [
      inStore(
        'memory_database.ts',
        '      for (const change of log.reverse()) this.#restore(change)\n',
        '      for (const listener of this.#listeners) listener(log)\n',
      ),
    ],
  },
  {
    name: 'step_written_twice',
    says: 'A visit that is recorded already is recorded again under the next number.',
    faults: [
      inStore(
        'write_batch.ts',
        'epoch: run.epoch + 1,\n',
        "epoch: run.epoch + 1,\n    seq: status === 'waiting' ? seq + 1 : seq,\n",
      ),
    ],
  },
  {
    name: 'anybody_enters_again',
    says: 'A contact enters again a workflow that may be entered once.',
    faults: [
      inStore(
        'enter_workflows.ts',
        'return decideEntry(rule, { runs: former, now: database.now(flow.workspaceId) }).enter',
        'return decideEntry(rule, { runs: former.slice(0, 0), now: database.now(flow.workspaceId) }).enter',
      ),
    ],
  },
  {
    name: 'held_for_ever',
    says: 'What a frozen workspace held back stays held when it is thawed.',
    faults: [
      inStore(
        'unknown.ts',
        'for (const message of released) database.messages.update',
        'for (const message of released.slice(0, 0)) database.messages.update',
      ),
    ],
  },
  {
    name: 'old_lease_counts',
    says: 'A call whose lease was lost writes its result over the new one.',
    where: amongFreezes,
    faults: [
      inStore(
        'memory_effect_store.ts',
        "return row?.epoch === epoch && row.status === 'running'",
        'return row !== undefined && epoch > 0',
      ),
    ],
  },
  {
    name: 'lost_calls_left',
    says: 'A call of a dead worker is never taken up again.',
    faults: [
      inStore(
        'memory_effect_store.ts',
        "effect.status === 'running' && (effect.leaseUntil ?? now) < now",
        "effect.status === 'running' && (effect.leaseUntil ?? now) < now - 1e12",
      ),
    ],
  },
]
