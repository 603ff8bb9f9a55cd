/** Why something was held, skipped, blocked or ended, by the code that was recorded. */
const REASONS: Record<string, string> = {
  opted_out: 'The contact has opted out.',
  suppressed: 'The number is on the suppression list.',
  pending_consent: 'The contact hasn’t agreed to be texted yet.',
  opt_in_unanswered: 'The contact was asked for consent by text, and hasn’t given it.',
  sender_rate: 'The sender has its turn for this text later, by its rate.',
  quiet_hours: 'It is quiet hours where the contact lives.',
  frequency_cap: 'The contact has had as many texts as the limit allows.',
  frozen: 'Sending is frozen in this workspace.',
  workflow_paused: 'The workflow is paused.',
  frozen_too_long: 'Sending was frozen, and the text was too old when it went on.',
  paused_too_long: 'The workflow was paused, and the text was too old when it went on.',
  retimed: 'It was put off to its time of day when sending went on.',
  no_sender: 'There is no sender for this contact.',
  sender_paused: 'The sender is paused.',
  sender_is_recipient: 'Sender and recipient are the same number.',
  too_long: 'The text is too long.',
  empty_body: 'The text is empty.',
  empty_text: 'The text came to nothing, so there was nothing to send.',
  expired: 'It would have been too late for this text.',
  budget: 'The budget is used up.',
  unknown: 'It couldn’t be found out whether the text was sent.',
  goal: 'A goal was reached.',
  exit_rule: 'An exit rule held.',
  canceled: 'Somebody canceled the run.',
  migrated: 'The run was moved to another version.',
  template_error: 'The text couldn’t be put together.',
  internal_error: 'Something went wrong inside.',
  engine_error: 'The engine couldn’t take this run any further.',
  step_budget: 'The run took more steps than a run may.',
  contact_deleted: 'The contact was deleted.',
  workflow_archived: 'The workflow was archived.',
}

/** A recorded reason in words. What isn't a code is a sentence already. */
export function reasonInWords(reason: string): string {
  const known = REASONS[reason]
  if (known) return known
  if (/\s/.test(reason)) return reason
  const words = reason.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
