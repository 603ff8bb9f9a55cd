import type { ErrorEffect, ErrorRetry, TwilioError } from '../twilio_errors.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** code, title, retry (with a pause in ms for "later"), effect, explanation, mend. */
type Row = readonly [code: number, title: string, retry: ErrorRetry | number, effect: ErrorEffect, explanation: string, mend: string]

const SEE_BODY = 'Correct the text in the workflow and try again.'
const SEE_SENDER = 'Check the sender in the settings and in the Twilio console.'
const SEE_SERVICE = 'Check the Messaging Service and its sender pool in the Twilio console.'
const SLOWER = 'Nothing to do: it is sent again later, more slowly.'

/**
 * Titles and causes are Twilio's (twilio.com/docs/api/errors, 2026); retry and effect are ours. 429 is documented as
 * "never processed and always safe to retry"; everything else is judged so that nobody gets a text twice.
 */
const ROWS: readonly Row[] = [
  [11200, 'HTTP retrieval failure', 'never', 'configuration', 'Twilio could not reach one of our addresses.', 'Check that PUBLIC_URL is reachable from the internet.'],
  [11205, 'HTTP connection failure', 'never', 'configuration', 'Twilio could not connect to one of our addresses in time.', 'Check that PUBLIC_URL is reachable from the internet.'],
  [12100, 'Document parse failure', 'never', 'configuration', 'Twilio could not read the answer of a webhook.', 'Check that nothing between Twilio and the server changes answers.'],
  [12200, 'Schema validation warning', 'never', 'configuration', 'Twilio did not understand the answer of a webhook.', 'Check that nothing between Twilio and the server changes answers.'],
  [12300, 'Invalid Content-Type', 'never', 'content', 'Twilio could not fetch the media or got another type than announced.', 'Check that the media address is public and the file is what it says.'],
  [14107, 'Message rate limit exceeded', 10 * MINUTE, 'configuration', 'Too many answers went between two numbers in a short time; it looks like a loop.', 'Look for two automatic systems that answer each other.'],
  [20003, 'Authenticate', 'never', 'stop_account', 'Twilio does not accept the account SID and token.', 'Enter the current credentials in the settings; texts wait until then.'],
  [20404, 'Not found', 'never', 'configuration', 'Twilio does not know what we asked for.', SEE_SENDER],
  [20429, 'Too many requests', 'safe', 'none', 'Twilio asked us to slow down; the text was not processed.', SLOWER],
  [20500, 'Internal server error', 'ambiguous', 'none', 'Twilio had an internal error; the text may or may not have been sent.', 'It is looked up at Twilio before anything else is done.'],
  [20503, 'Service unavailable', 'ambiguous', 'none', 'Twilio was not available; the text may or may not have been sent.', 'It is looked up at Twilio before anything else is done.'],
  [21211, "Invalid 'To' phone number", 'never', 'invalid_number', 'The number does not exist or is the sender itself.', 'Correct the contact’s number.'],
  [21212, "Invalid 'From' number", 'never', 'configuration', 'The sender’s number is not valid.', SEE_SENDER],
  [21219, "'To' phone number not verified", 'never', 'configuration', 'A trial account may only text verified numbers.', 'Upgrade the Twilio account or verify the number.'],
  [21408, 'Permission to send to the region not enabled', 'never', 'block_country', 'The account may not text this country.', 'Enable the country under Messaging, Geo permissions, in the Twilio console.'],
  [21602, 'Message body is required', 'never', 'content', 'The text was empty.', SEE_BODY],
  [21603, "'From' is required", 'never', 'configuration', 'No sender was given.', SEE_SENDER],
  [21604, "'To' is required", 'never', 'invalid_number', 'No recipient was given.', 'Correct the contact’s number.'],
  [21606, "'From' number can't send to this destination", 'never', 'configuration', 'This sender cannot text, or not to this country.', SEE_SENDER],
  [21608, "'To' number not verified", 'never', 'configuration', 'A trial account may only text verified numbers.', 'Upgrade the Twilio account or verify the number.'],
  [21609, "Invalid 'StatusCallback' URL", 'never', 'configuration', 'Twilio does not accept the address for status reports.', 'Set PUBLIC_URL to a public https address without an underscore in the host.'],
  [21610, 'Attempt to send to unsubscribed recipient', 'never', 'opt_out', 'The recipient has opted out of this sender.', 'Nothing: only a START or new consent from the person changes it.'],
  [21611, "'From' number's queue is full", 15 * MINUTE, 'pause_sender', 'More texts wait at Twilio than this number can send in ten hours.', SLOWER],
  [21612, "'To' number not reachable from this sender", 'never', 'unreachable_from_sender', 'This sender cannot reach the number.', 'Try another kind of sender.'],
  [21614, "'To' number is not a mobile number", 'never', 'invalid_number', 'The number is a landline.', 'Ask the contact for a mobile number.'],
  [21617, 'Body exceeds the 1,600 character limit', 'never', 'content', 'The text was too long.', SEE_BODY],
  [21619, 'Body, media or content is required', 'never', 'content', 'The text had neither words nor media.', SEE_BODY],
  [21620, 'Invalid media URL', 'never', 'content', 'Twilio does not accept the address of the media.', 'Check the media of the node.'],
  [21623, 'Too many media files', 'never', 'content', 'A text may carry ten files.', 'Remove some media from the node.'],
  [21635, "'To' number cannot be a landline", 'never', 'invalid_number', 'The number is a landline.', 'Ask the contact for a mobile number.'],
  [21654, 'ContentSid required', 'never', 'content', 'The template is missing.', SEE_BODY],
  [21655, 'ContentSid invalid', 'never', 'content', 'Twilio does not know the template.', SEE_BODY],
  [21701, 'Messaging Service does not exist', 'never', 'configuration', 'The Messaging Service is gone.', SEE_SERVICE],
  [21703, 'Messaging Service has no phone numbers', 'never', 'configuration', 'The Messaging Service has no sender.', SEE_SERVICE],
  [21704, 'Messaging Service has no usable sender', 'never', 'configuration', 'No sender of the Messaging Service can send this text.', SEE_SERVICE],
  [21705, 'Messaging Service invalid', 'never', 'configuration', 'The Messaging Service cannot be used.', SEE_SERVICE],
  [30001, 'Queue overflow', 15 * MINUTE, 'pause_sender', 'More texts wait at Twilio than the sender can send in ten hours.', SLOWER],
  [30002, 'Account suspended', 'never', 'stop_account', 'Twilio has suspended the account.', 'Contact Twilio; texts wait until then.'],
  [30003, 'Unreachable destination handset', HOUR, 'unreachable', 'The phone is off or out of reach.', 'Nothing: it is tried again at most twice.'],
  [30004, 'Message blocked', 'never', 'opt_out_if_toll_free', 'The recipient or the carrier blocks texts from this sender.', 'Do not send again; on toll-free numbers this is an opt-out.'],
  [30005, 'Unknown destination handset', 'never', 'invalid_number', 'The number is unknown or no longer in service; it may belong to somebody else soon.', 'Ask the contact for the current number.'],
  [30006, 'Landline or unreachable carrier', 'never', 'invalid_number', 'The number is a landline or its carrier takes no texts.', 'Ask the contact for a mobile number.'],
  [30007, 'Message filtered', 'never', 'content', 'A carrier or Twilio filtered the text as unwanted.', 'Look at wording, links and the registration of the campaign; do not send it again as it is.'],
  [30008, 'Unknown error', HOUR, 'none', 'The carrier gave no reason.', 'Nothing: it is tried once more, later.'],
  [30010, 'Message price exceeds max price', 'never', 'configuration', 'The text would have cost more than the limit.', 'Raise the limit.'],
  [30011, 'MMS not supported by the receiving phone or region', 'never', 'content', 'Pictures cannot be sent there.', 'Send a text with a link instead.'],
  [30017, 'Carrier network congestion', 10 * MINUTE, 'none', 'The carrier is overloaded.', SLOWER],
  [30018, 'Destination requires sender ID registration', 'never', 'configuration', 'This country wants the sender registered.', 'Register the sender in the Twilio console.'],
  [30019, 'Content size exceeds carrier limit', 'never', 'content', 'The media are too large for the carrier.', 'Use a smaller file.'],
  [30022, 'US A2P 10DLC rate limits exceeded', 5 * MINUTE, 'pause_sender', 'The campaign sends faster than its registration allows.', SLOWER],
  [30023, 'US A2P 10DLC daily message cap reached', 12 * HOUR, 'pause_sender', 'The brand’s daily limit is used up; it begins anew at midnight Pacific time.', 'Wait, or ask for a higher limit.'],
  [30024, 'Sender not provisioned by carrier', 'never', 'configuration', 'The carrier does not know this number yet.', 'Open a ticket with Twilio.'],
  [30026, 'T-Mobile daily message limit at 70 %', 'never', 'none', 'A warning: most of the daily limit at T-Mobile is used.', 'Spread large sends over several days.'],
  [30027, 'T-Mobile daily message limit reached', 12 * HOUR, 'pause_sender', 'The daily limit at T-Mobile is used up; it begins anew at midnight Pacific time.', 'Wait, or ask for a higher limit.'],
  [30032, 'Toll-free number not verified', 'never', 'configuration', 'An unverified toll-free number may not send.', 'Verify the number in the Twilio console.'],
  [30033, 'US A2P 10DLC campaign suspended', 'never', 'configuration', 'The campaign is suspended.', 'See the campaign in the Twilio console.'],
  [30034, 'US A2P 10DLC: unregistered number', 'never', 'configuration', 'This number is not registered for texts to the US.', 'Register a brand and a campaign and add the number to it.'],
  [30035, 'Number still being configured', 2 * HOUR, 'pause_sender', 'The number is new and not ready yet.', 'Wait a few hours.'],
  [30036, 'Validity period expired', 'never', 'none', 'The text waited at Twilio longer than allowed.', 'Send fewer texts at a time or add capacity.'],
  [30409, 'Message cannot be canceled', 'never', 'none', 'The text is already on its way.', 'Nothing: it goes out.'],
  [30410, 'Provider timeout', HOUR, 'none', 'The carrier did not answer in time.', 'Nothing: it is tried once more, later.'],
  [30450, 'Blocked by SMS pumping protection', 'never', 'configuration', 'Twilio took the traffic for fraud and blocks it for a while.', 'See the protection’s log in the Twilio console.'],
  [30610, 'Compliance Toolkit: quiet hours', HOUR, 'none', 'Twilio held the text back for quiet hours.', 'Nothing: it is sent in allowed hours.'],
  [30640, 'Compliance Toolkit: known litigator', 'never', 'suppress', 'The number belongs to somebody known for suing over texts.', 'Do not text this number.'],
  [30873, 'Campaign vetting: forbidden content', 'never', 'content', 'The campaign was rejected for its content.', 'Change the campaign and submit it again.'],
  [30874, 'Campaign vetting: age-gated content', 'never', 'content', 'The campaign needs an age gate.', 'Add an age gate and submit it again.'],
]

export const TWILIO_ERROR_ROWS: readonly TwilioError[] = ROWS.map(([code, title, retry, effect, explanation, mend]) => ({
  code, title, effect, explanation, mend,
  retry: typeof retry === 'number' ? 'later' : retry,
  retryAfterMs: typeof retry === 'number' ? retry : null,
}))
