import { block, expiryOf, hold, iso, skip, type GateDecision, type GateValues } from './gate_decision.ts'
import type { FrequencyCap, GateFacts, OptInFacts } from './gate_facts.ts'
import { sendWindow, type SendWindow } from './quiet_hours.ts'

/** Twilio refuses longer bodies with 21617. */
export const MAX_BODY_LENGTH = 1600
/** 47 CFR 64.1200(a)(12): one confirmation of an opt-out, within five minutes. */
export const CONFIRMATION_WINDOW_MS = 5 * 60_000

type Check = (facts: GateFacts) => GateDecision | null

/** What can never be sent comes first, then what is too late, then what must wait for somebody, then what waits for time. */
const CHECKS: readonly Check[] = [
  checkBody,
  checkConsent,
  checkConfirmation,
  checkRecipient,
  checkSender,
  checkAge,
  checkFreeze,
  checkWorkflow,
  checkSenderPause,
  checkTimed,
]

/**
 * The last thing before the provider: may this text go out now? One place for workflows, inbox and API.
 * @param facts everything that decides, read in the transaction that claims the text
 * @returns send, hold (until when), skip (the run goes on without) or block (the run takes its failed way), with its reason
 */
export function decide(facts: GateFacts): GateDecision {
  for (const check of CHECKS) {
    const decision = check(facts)
    if (decision) return decision
  }
  return send(facts, false, windowOf(facts))
}

function checkBody(facts: GateFacts): GateDecision | null {
  if (facts.body.trim() === '' && !facts.hasMedia)
    return block('empty_body', 'The text is empty after its fields were filled in.')
  if (facts.body.length <= MAX_BODY_LENGTH) return null
  return block('too_long', `The text has ${facts.body.length} characters; the carrier takes ${MAX_BODY_LENGTH}.`, {
    length: facts.body.length,
    limit: MAX_BODY_LENGTH,
  })
}

function checkConsent(facts: GateFacts): GateDecision | null {
  // What may still be said to somebody who opted out is for checkConfirmation to judge.
  if (facts.purpose === 'confirmation') return null
  const { optInStatus } = facts.contact
  if (optInStatus === 'opted_out') return block('opted_out', 'The contact has opted out.', { optInStatus })
  if (facts.suppression) {
    return block('suppressed', `The number is on the suppression list: ${facts.suppression.reason}.`, {
      suppression: facts.suppression.reason,
      suppressedAt: iso(facts.suppression.at),
    })
  }
  if (optInStatus === 'opted_in' || facts.purpose === 'opt_in_request') return null
  if (facts.optIn && facts.purpose === 'workflow') return awaitConsent(facts, facts.optIn)
  return block('pending_consent', 'The contact has not consented yet; only an opt-in request may be sent.', {
    optInStatus,
  })
}

/** Asked for once, consent is waited for; whoever lets the time go by has answered. */
function awaitConsent(facts: GateFacts, { askedAt, answerWithinMs }: OptInFacts): GateDecision {
  const stale = checkAge(facts)
  if (stale) return stale
  const values = { optInStatus: facts.contact.optInStatus, askedAt: askedAt === null ? null : iso(askedAt) }
  const until = (askedAt ?? facts.now) + answerWithinMs
  if (facts.now >= until)
    return block('opt_in_unanswered', 'The contact was asked for consent by text, and has not given it.', values)
  const sentence =
    askedAt === null
      ? 'The contact has not consented yet, and is asked for it first.'
      : 'The contact has been asked for consent, and has not answered yet.'
  return hold(facts, 'pending_consent', { until, sentence, values })
}

function checkConfirmation(facts: GateFacts): GateDecision | null {
  if (facts.purpose !== 'confirmation') return null
  const { confirmation } = facts
  if (!confirmation) return block('confirmation_not_allowed', 'There is no text of the contact to confirm.')
  const values = { of: confirmation.of, receivedAt: iso(confirmation.at), sent: confirmation.sent }
  if (confirmation.sent > 0)
    return block('confirmation_not_allowed', 'The contact has had the one confirmation that is allowed.', values)
  if (facts.now - confirmation.at <= CONFIRMATION_WINDOW_MS) return null
  return block('confirmation_not_allowed', 'A confirmation is allowed for five minutes, which are over.', values)
}

function checkRecipient(facts: GateFacts): GateDecision | null {
  if (facts.sender?.address !== facts.contact.phone) return null
  return block('sender_is_recipient', 'Sender and recipient are the same number.', { sender: facts.sender.address })
}

function checkSender(facts: GateFacts): GateDecision | null {
  return facts.sender ? null : block('no_sender', 'There is no number to send from; add one in the settings.')
}

function checkAge(facts: GateFacts): GateDecision | null {
  const expiresAt = expiryOf(facts)
  if (expiresAt === null || facts.now < expiresAt) return null
  return skip('expired', 'The text came too late to be of use.', {
    plannedAt: iso(facts.plannedAt),
    expiredAt: iso(expiresAt),
  })
}

function checkFreeze(facts: GateFacts): GateDecision | null {
  return facts.workspace.frozen
    ? hold(facts, 'frozen', { until: null, sentence: 'Sending is frozen for the whole workspace.' })
    : null
}

function checkWorkflow(facts: GateFacts): GateDecision | null {
  return facts.workflow?.paused
    ? hold(facts, 'workflow_paused', { until: null, sentence: 'The workflow is paused.' })
    : null
}

function checkSenderPause(facts: GateFacts): GateDecision | null {
  if (!facts.sender?.paused) return null
  const until = facts.sender.pausedUntil ?? null
  if (until !== null && until <= facts.now) return null
  return hold(facts, 'sender_paused', {
    until,
    sentence: 'The number to send from is paused.',
    values: { sender: facts.sender.address },
  })
}

/** Budget, caps and quiet hours: the one that lasts longest holds the text, and a release at night moves to the morning. */
function checkTimed(facts: GateFacts): GateDecision | null {
  if (facts.purpose === 'confirmation') return sendPast(facts, 'confirmation')
  const capped = checkBudget(facts) ?? checkCaps(facts)
  const exemption = conversationExemption(facts)
  if (capped?.outcome === 'hold') return capped.until === null || exemption ? capped : untilMorning(facts, capped)
  const window = windowOf(facts)
  if (window.open) return null
  if (exemption) return sendPast(facts, exemption)
  const sentence =
    window.opensAt === null
      ? 'No hour suits all the time zones that the contact may be in; set its time zone.'
      : 'It is outside the hours in which the contact may be texted.'
  return hold(facts, 'quiet_hours', { until: window.opensAt, sentence, values: windowValues(facts, window) })
}

function checkBudget(facts: GateFacts): GateDecision | null {
  const { budget } = facts
  if (!budget || budget.spent + budget.cost <= budget.limit) return null
  return hold(facts, 'budget', {
    until: budget.renewsAt,
    sentence: 'The budget for texts is used up.',
    values: {
      limit: budget.limit,
      spent: budget.spent,
      cost: budget.cost,
    },
  })
}

function checkCaps(facts: GateFacts): GateDecision | null {
  // A person's answer in a conversation is not one text too many.
  if (facts.purpose === 'conversation') return null
  const full = facts.caps.filter((cap) => cap.sent >= cap.limit)
  const longest = full.reduce<FrequencyCap | null>(
    (worst, cap) => (worst && freedAt(worst, facts) >= freedAt(cap, facts) ? worst : cap),
    null,
  )
  if (!longest) return null
  return hold(facts, 'frequency_cap', {
    until: freedAt(longest, facts),
    sentence: `The contact has had ${longest.sent} texts in ${inWords(longest.windowMs)}; ${longest.limit} are allowed.`,
    values: {
      sent: longest.sent,
      limit: longest.limit,
      windowMs: longest.windowMs,
    },
  })
}

function freedAt(cap: FrequencyCap, facts: GateFacts): number {
  return cap.freesAt !== null && cap.freesAt > facts.now ? cap.freesAt : facts.now + cap.windowMs
}

function untilMorning(facts: GateFacts, held: GateDecision & { outcome: 'hold' }): GateDecision {
  if (held.until === null) return held
  const window = windowOf(facts, held.until)
  const until = window.open ? held.until : (window.opensAt ?? held.until)
  return hold(facts, held.reason, { until, sentence: held.sentence, values: held.values })
}

/** Why quiet hours don't hold this text: the contact wrote lately, and this is an answer. */
function conversationExemption(facts: GateFacts): 'conversation' | null {
  const { lastInboundAt } = facts.contact
  const mayAnswer =
    facts.purpose === 'conversation' || (facts.purpose === 'workflow' && facts.conversation.workflowsToo)
  if (!mayAnswer || lastInboundAt === null) return null
  const age = facts.now - lastInboundAt
  return age >= 0 && age <= facts.conversation.windowMs ? 'conversation' : null
}

function windowOf(facts: GateFacts, now = facts.now): SendWindow {
  const { zones, state, country } = facts.zone
  return sendWindow({ zones, state, country, workspaceHours: facts.workspace.hours, now })
}

function windowValues(facts: GateFacts, window: SendWindow): GateValues {
  return {
    zones: window.zones,
    zoneSource: facts.zone.source,
    zoneSure: facts.zone.sure,
    rules: window.rules,
    decidedAt: iso(facts.now),
    opensAt: window.opensAt === null ? null : iso(window.opensAt),
  }
}

function sendPast(facts: GateFacts, exemption: 'conversation' | 'confirmation'): GateDecision {
  const window = windowOf(facts)
  if (window.open) return send(facts, false, window)
  const decision = send(facts, true, window)
  const sentence =
    exemption === 'conversation'
      ? 'Sent outside the allowed hours, as an answer to the text that the contact sent a short while ago.'
      : 'Sent outside the allowed hours, to confirm what the contact has just asked for.'
  const lastInboundAt = facts.contact.lastInboundAt === null ? null : iso(facts.contact.lastInboundAt)
  return { ...decision, sentence, values: { ...decision.values, exemption, lastInboundAt } }
}

function send(facts: GateFacts, passedQuietHours: boolean, window: SendWindow): GateDecision & { outcome: 'send' } {
  return {
    outcome: 'send',
    passedQuietHours,
    sentence: 'Nothing stands against sending.',
    values: { ...windowValues(facts, window), optInStatus: facts.contact.optInStatus, purpose: facts.purpose },
  }
}

function inWords(windowMs: number): string {
  const hours = Math.round(windowMs / 3_600_000)
  return hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} hours`
}
